// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"
#include "common/kube/http.h"

#include <memory>
#include <string>

namespace mesh::kube {

// `Http` by libcurl: one connection with HTTP/2 streams, or several with HTTP/1.1. `connection`
// must outlive it.
std::unique_ptr<Http> make_curl_http(const Connection& connection, std::string user_agent);

}  // namespace mesh::kube
