// SPDX-License-Identifier: Apache-2.0
//
// CRT-12: whether the certificates that a server presents lead from its own to a root, each issued
// by the one behind it. The root itself may be left out. Compared are names, as clients do when
// they build the way.
#pragma once

#include "common/model/certificate.h"

#include <optional>
#include <string_view>
#include <vector>

namespace mesh::istio {

bool is_issued_by(const Certificate& certificate, const Certificate& issuer);

// The first certificate that the one behind it did not issue; what stands behind a root is not
// looked at. nullopt if there is none.
std::optional<std::size_t> broken_link(const std::vector<Certificate>& chain);

// The certificate of the chain with this subject; nullptr if there is none.
const Certificate* find_subject(const std::vector<Certificate>& chain, std::string_view subject);

}  // namespace mesh::istio
