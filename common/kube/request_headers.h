// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mesh::kube {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Accept, Authorization and impersonation. Throws Error for a value that no header can carry,
// without quoting it.
Headers request_headers(const Connection& connection, std::string_view accept,
                        std::string_view authorization);

}  // namespace mesh::kube
