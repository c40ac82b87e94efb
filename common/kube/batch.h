// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/api_client.h"
#include "common/kube/credentials.h"
#include "common/kube/http.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::kube {

// One call of ApiClient::get_all: starts the requests, some at a time, starts those again that may
// be, hands on the bodies and collects the outcomes.
class Batch : public HttpListener {
 public:
  // All arguments must outlive it.
  Batch(const Connection& connection, Credentials& credentials, Http& http,
        std::span<const Request> requests, const BodySink& sink, const BatchEvents& events = {});

  std::vector<Outcome> run();

  void on_piece(std::size_t id, const HttpHead& head, std::string_view piece) override;
  void on_end(std::size_t id, const HttpHead& head,
              const std::optional<HttpFailure>& failure) override;

 private:
  enum class State { Waiting, Running, Done };

  struct Entry {
    State state = State::Waiting;
    Clock::time_point not_before;
    std::optional<Clock::time_point> deadline;
    int attempts = 0;
    int generation = 0;  // of the credentials that were sent
    bool renewed = false;
    bool delivered = false;
    std::string error_body;
    Outcome outcome;
  };

  bool all_done() const;
  void start_due();
  void start(std::size_t id);
  std::chrono::milliseconds time_to_wait() const;
  std::chrono::milliseconds time_left(const Entry& entry) const;
  std::string path_of(std::size_t id) const;

  bool retry_later(Entry& entry, const HttpHead& head, const std::optional<HttpFailure>& failure);
  bool retry_with_new_credentials(Entry& entry, const HttpHead& head);
  Outcome outcome_of(const Entry& entry, const HttpHead& head,
                     const std::optional<HttpFailure>& failure) const;
  void finish(Entry& entry, Outcome outcome);

  const Connection& connection_;
  Credentials& credentials_;
  Http& http_;
  std::span<const Request> requests_;
  const BodySink& sink_;
  BatchEvents events_;
  std::vector<Entry> entries_;
};

}  // namespace mesh::kube
