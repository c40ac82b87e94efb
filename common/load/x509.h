// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/certificate.h"

#include <string_view>

namespace mesh::load {

// Reads the certificates and the private key in a PEM text, in order, as strictly as Envoy does. Of
// the key only its public half is kept. Never throws: what cannot be read is told in `error` and
// `key_error`, without any of the text.
PemData parse_pem(std::string_view text);

}  // namespace mesh::load
