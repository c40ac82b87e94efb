// SPDX-License-Identifier: Apache-2.0
#include "common/load/secret_bytes.h"

#include "common/base/text.h"
#include "common/load/x509.h"

#include <openssl/crypto.h>

namespace mesh::load {

PemData pem_from_bytes(std::string_view bytes) {
  return parse_pem(bytes);
}

PemData pem_from_base64(std::string_view text) {
  std::optional<std::string> decoded = decode_base64(text);
  if (!decoded) {
    PemData out;
    out.empty = false;
    out.error = "it is not base64";
    return out;
  }
  PemData out = parse_pem(*decoded);
  OPENSSL_cleanse(decoded->data(), decoded->size());
  return out;
}

}  // namespace mesh::load
