// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/http.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace mesh::kube {

// What a FakeHttp answers to one attempt.
struct FakeAnswer {
  HttpHead head;
  std::vector<std::string> pieces;
  std::optional<HttpFailure> failure;
};

inline FakeAnswer answer(int status, std::vector<std::string> pieces = {}, long retry_after = 0) {
  return {{status, "application/json", retry_after, "", {}}, std::move(pieces), std::nullopt};
}

inline FakeAnswer failing(Failure kind, std::vector<std::string> pieces = {}) {
  HttpHead head;
  head.status = pieces.empty() ? 0 : 200;
  return {head, std::move(pieces), HttpFailure{kind, "detail"}};
}

// Answers from a script per path (the last answer repeats), records the requests, and lets time
// pass only when it is asked to wait.
class FakeHttp : public Http {
 public:
  std::map<std::string, std::deque<FakeAnswer>> script;
  std::vector<HttpRequest> requests;
  std::vector<std::string> certificates;  // in use at each request
  std::size_t most_in_flight = 0;

  void use_client_certificate(const std::string& certificate, const std::string&) override {
    certificate_ = certificate;
  }

  void start(std::size_t id, const HttpRequest& request) override {
    requests.push_back(request);
    certificates.push_back(certificate_);
    running_.emplace_back(id, next_answer(request.path));
    most_in_flight = std::max(most_in_flight, running_.size());
  }

  void poll(std::chrono::milliseconds at_most, HttpListener& listener) override {
    if (running_.empty()) {
      now_ += at_most;
    }
    for (const auto& [id, given] : std::exchange(running_, {})) {
      for (const std::string& piece : given.pieces) {
        listener.on_piece(id, given.head, piece);
      }
      listener.on_end(id, given.head, given.failure);
    }
  }

  void cancel_all() override { running_.clear(); }

  Clock::time_point now() const override { return now_; }

  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch());
  }

 private:
  FakeAnswer next_answer(const std::string& path) {
    std::deque<FakeAnswer>& answers = script[path.substr(0, path.find('?'))];
    FakeAnswer next = answers.empty() ? answer(404) : answers.front();
    if (answers.size() > 1) {
      answers.pop_front();
    }
    return next;
  }

  Clock::time_point now_;
  std::string certificate_;
  std::vector<std::pair<std::size_t, FakeAnswer>> running_;
};

}  // namespace mesh::kube
