// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/curl_handle.h"
#include "common/kube/http.h"

#include <string_view>

namespace mesh::kube {

// What sort of failure curl means; `error` is its error buffer, whose texts hold no credentials.
HttpFailure curl_failure(CURLcode code, const CurlEasy& easy, std::string_view error);

}  // namespace mesh::kube
