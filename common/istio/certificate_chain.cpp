// SPDX-License-Identifier: Apache-2.0
#include "common/istio/certificate_chain.h"

#include <algorithm>

namespace mesh::istio {

bool is_issued_by(const Certificate& certificate, const Certificate& issuer) {
  return certificate.issuer == issuer.subject;
}

std::optional<std::size_t> broken_link(const std::vector<Certificate>& chain) {
  for (std::size_t i = 0; i + 1 < chain.size() && !chain[i].self_signed; ++i) {
    if (!is_issued_by(chain[i], chain[i + 1])) {
      return i;
    }
  }
  return std::nullopt;
}

const Certificate* find_subject(const std::vector<Certificate>& chain, std::string_view subject) {
  const auto at = std::find_if(chain.begin(), chain.end(), [&](const Certificate& certificate) {
    return certificate.subject == subject;
  });
  return at == chain.end() ? nullptr : &*at;
}

}  // namespace mesh::istio
