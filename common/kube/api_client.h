// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mesh::kube {

// One GET. `path` is below the server URL and carries the query: "/api/v1/pods?resourceVersion=0".
struct Request {
  std::string path;
  std::string accept = "application/json";
};

// How one GET ended. With `status` 200 the whole body went to the sink; with any other status
// `message` is the server's own sentence (Status.message), or what we know; `status` is 0 when no
// HTTP answer came at all (then `message` says why: refused, timed out, certificate, …).
struct Outcome {
  int status = 0;
  std::string content_type;
  std::string reason;  // Status.reason: "Forbidden", "NotFound", "Expired", …
  std::string message;
};

// Receives the body of request `index` (200 answers only), piece by piece, in order.
using BodySink = std::function<void(std::size_t index, std::string_view piece)>;

// What else the caller may want to hear of; each may be empty.
struct BatchEvents {
  // What came of this body so far is void: the request is made again. Without it, a request that
  // breaks off in its body is not made again.
  std::function<void(std::size_t index)> restarted;
  std::function<void(std::size_t index)> ended;
  std::function<void()> waited;  // at least once a second
};

// An authenticated client for one API server. Not thread-safe.
class ApiClient {
 public:
  // `user_agent` as in "kubectl-mesh_mtls/0.1.0 (linux/amd64)"; never curl's own, which makes the
  // server indent its JSON. Throws Error when credentials cannot be had (exec plugin failed, …).
  ApiClient(Connection connection, const std::string& user_agent);
  ~ApiClient();
  ApiClient(const ApiClient&) = delete;
  ApiClient& operator=(const ApiClient&) = delete;

  // Performs all requests in parallel over one HTTP/2 connection and returns their outcomes in the
  // order of `requests`. Never throws for a failed request: see Outcome. A request that failed
  // after pieces were delivered reports status 0, so that its pieces must be thrown away.
  std::vector<Outcome> get_all(std::span<const Request> requests, const BodySink& sink,
                               const BatchEvents& events = {});

  // One small GET, body and outcome together.
  std::pair<Outcome, std::string> get(const Request& request);

  const std::string& server() const;

  // How many different warnings the server has given; each was printed on standard error.
  std::size_t warnings() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mesh::kube
