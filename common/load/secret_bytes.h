// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/certificate.h"

#include <string_view>

namespace mesh::load {

// What may be kept of a secret value: see PemData. Decoded copies are wiped.
PemData pem_from_bytes(std::string_view bytes);
PemData pem_from_base64(std::string_view text);

}  // namespace mesh::load
