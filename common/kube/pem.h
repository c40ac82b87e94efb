// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mesh::kube {

bool has_certificate(std::string_view pem);

// A private key that asks for a pass phrase; neither we nor kubectl can use one.
bool is_encrypted_key(std::string_view pem);

}  // namespace mesh::kube
