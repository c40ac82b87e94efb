// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-certs, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::certs {

extern const Check kCertificateNotExpired;

inline constexpr std::array kChecks{
    &kCertificateNotExpired,
};

}  // namespace mesh::certs
