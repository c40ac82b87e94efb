// SPDX-License-Identifier: Apache-2.0
#include "common/kube/mask.h"

namespace mesh::kube {

void mask(std::string& text, std::string_view secret) {
  constexpr std::string_view kMask = "<masked>";
  if (secret.empty()) {
    return;
  }
  for (std::size_t at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + kMask.size())) {
    text.replace(at, secret.size(), kMask);
  }
}

}  // namespace mesh::kube
