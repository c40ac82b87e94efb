// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/time.h"
#include "common/kube/kubeconfig.h"

#include <string>

namespace mesh::kube {

// The bearer token of kubectl's last built-in provider, oidc. We use its id-token while it lives,
// but never refresh it, for that would write the kubeconfig. Throws Error.
std::string token_of_auth_provider(const AuthProvider& provider, const std::string& user_name,
                                   Time now);

}  // namespace mesh::kube
