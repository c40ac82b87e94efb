// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"
#include "common/kube/http.h"
#include "common/kube/server_warnings.h"

#include <map>
#include <set>
#include <string>

namespace mesh::kube {

// What -v shows of the requests, in kubectl's form: from 6 on the answers, from 7 on the headers,
// from 8 on the bodies, cut. Never a credential, nor the body of a Secret.
class RequestLog {
 public:
  // `connection` must outlive it.
  RequestLog(const Connection& connection, std::string user_agent, LineSink sink);

  void started(std::size_t id, const HttpRequest& request, Clock::time_point now);
  void received(std::size_t id, std::string_view piece);
  void ended(std::size_t id, const HttpHead& head, Clock::time_point now);

 private:
  struct Entry {
    std::string url;
    Clock::time_point begin;
    std::string body;  // its beginning
    std::size_t body_size = 0;
    bool is_secret = false;
  };

  bool shows(int level) const { return connection_.verbosity >= level; }

  std::string masked(std::string text) const;
  void write(std::string_view message, int line);
  void show_request(const Entry& entry, const Headers& headers);
  void show_response(const Entry& entry, const HttpHead& head, Clock::time_point now);
  void show_body(const Entry& entry);

  const Connection& connection_;
  std::string user_agent_;
  LineSink sink_;
  std::map<std::size_t, Entry> entries_;
  std::set<std::string> secrets_;
};

}  // namespace mesh::kube
