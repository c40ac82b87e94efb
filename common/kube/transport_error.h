// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"
#include "common/kube/http.h"

#include <string>

namespace mesh::kube {

// One sentence for a request that got no (complete) answer: what happened, with which server, and
// what to look at. Holds no secret.
std::string transport_sentence(const HttpFailure& failure, const HttpHead& head,
                               const Connection& connection);

}  // namespace mesh::kube
