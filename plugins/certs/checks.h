// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-certs, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::certs {

extern const Check kGatewayCredentialExists;
extern const Check kCredentialHasCertificateAndKey;
extern const Check kCertificateParses;
extern const Check kCertificateNotExpired;
extern const Check kCertificateNotExpiringSoon;
extern const Check kCertificateAlreadyValid;
extern const Check kKeyBelongsToCertificate;
extern const Check kCertificateCoversHosts;
extern const Check kClientValidationHasCa;
extern const Check kMeshCaValid;
extern const Check kNamespaceHasMeshRoot;
extern const Check kMeshRootsAgree;

inline constexpr std::array kChecks{
    &kGatewayCredentialExists,    &kCredentialHasCertificateAndKey,
    &kCertificateParses,          &kCertificateNotExpired,
    &kCertificateNotExpiringSoon, &kCertificateAlreadyValid,
    &kKeyBelongsToCertificate,    &kCertificateCoversHosts,
    &kClientValidationHasCa,      &kMeshCaValid,
    &kNamespaceHasMeshRoot,       &kMeshRootsAgree,
};

}  // namespace mesh::certs
