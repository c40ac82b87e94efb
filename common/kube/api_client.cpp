// SPDX-License-Identifier: Apache-2.0
#include "common/kube/api_client.h"

#include "common/base/time.h"
#include "common/kube/batch.h"
#include "common/kube/credentials.h"
#include "common/kube/curl_http.h"
#include "common/kube/observed_http.h"

#include <fmt/core.h>

#include <cstdio>

namespace mesh::kube {
namespace {

void write_to_stderr(std::string_view line) {
  fmt::print(stderr, "{}\n", line);
}

}  // namespace

struct ApiClient::Impl {
  Impl(Connection resolved, const std::string& user_agent)
      : connection(std::move(resolved)),
        credentials(connection, now()),
        http(make_curl_http(connection, user_agent), connection, user_agent, write_to_stderr) {}

  Connection connection;
  Credentials credentials;
  ObservedHttp http;
};

ApiClient::ApiClient(Connection connection, const std::string& user_agent)
    : impl_(std::make_unique<Impl>(std::move(connection), user_agent)) {}

ApiClient::~ApiClient() = default;

std::vector<Outcome> ApiClient::get_all(std::span<const Request> requests, const BodySink& sink,
                                        const BatchEvents& events) {
  return Batch(impl_->connection, impl_->credentials, impl_->http, requests, sink, events).run();
}

std::pair<Outcome, std::string> ApiClient::get(const Request& request) {
  std::string body;
  std::vector<Outcome> outcomes =
      get_all({&request, 1}, [&](std::size_t, std::string_view piece) { body += piece; });
  if (outcomes.front().status != 200) {
    body.clear();
  }
  return {std::move(outcomes.front()), std::move(body)};
}

std::size_t ApiClient::warnings() const {
  return impl_->http.warnings();
}

const std::string& ApiClient::server() const {
  return impl_->connection.server;
}

}  // namespace mesh::kube
