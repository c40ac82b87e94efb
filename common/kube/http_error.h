// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/api_client.h"
#include "common/kube/http.h"

#include <string>

namespace mesh::kube {

// The outcome of a request that was answered with something else than 200. `credentials` tells
// which were sent, "the bearer token", or is empty.
Outcome outcome_of_error(const HttpHead& head, const std::string& body,
                         const Connection& connection, const std::string& credentials);

}  // namespace mesh::kube
