// SPDX-License-Identifier: Apache-2.0
#include "common/kube/api_client.h"

#include "common/base/time.h"
#include "common/kube/batch.h"
#include "common/kube/credentials.h"
#include "common/kube/curl_http.h"

namespace mesh::kube {

struct ApiClient::Impl {
  Impl(Connection resolved, std::string user_agent)
      : connection(std::move(resolved)),
        credentials(connection, now()),
        http(make_curl_http(connection, std::move(user_agent))) {}

  Connection connection;
  Credentials credentials;
  std::unique_ptr<Http> http;
};

ApiClient::ApiClient(Connection connection, std::string user_agent)
    : impl_(std::make_unique<Impl>(std::move(connection), std::move(user_agent))) {}

ApiClient::~ApiClient() = default;

std::vector<Outcome> ApiClient::get_all(std::span<const Request> requests, const BodySink& sink,
                                        const BatchEvents& events) {
  return Batch(impl_->connection, impl_->credentials, *impl_->http, requests, sink, events).run();
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

const std::string& ApiClient::server() const {
  return impl_->connection.server;
}

}  // namespace mesh::kube
