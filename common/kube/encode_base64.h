// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mesh::kube {

// Standard base64 with padding, without line breaks.
std::string encode_base64(std::string_view bytes);

}  // namespace mesh::kube
