// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mesh::kube {

// The file of this machine's trusted CAs, where Go looks for it: $SSL_CERT_FILE or the first place
// that exists. Empty to leave it to curl, whose built-in path is right only on the distribution
// it was built for.
const std::string& system_roots();

}  // namespace mesh::kube
