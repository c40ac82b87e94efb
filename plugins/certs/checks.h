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
extern const Check kChainComplete;
extern const Check kCertificateKeyStrength;
extern const Check kClientValidationHasCa;
extern const Check kOneCertificate;
extern const Check kCredentialNamespace;
extern const Check kCertificateForServers;
extern const Check kClientCredentialValid;
extern const Check kMeshCaValid;
extern const Check kNamespaceHasMeshRoot;
extern const Check kMeshRootsAgree;

inline constexpr std::array kChecks{
    &kGatewayCredentialExists,
    &kCredentialHasCertificateAndKey,
    &kCertificateParses,
    &kCertificateNotExpired,
    &kCertificateNotExpiringSoon,
    &kCertificateAlreadyValid,
    &kKeyBelongsToCertificate,
    &kCertificateCoversHosts,
    &kChainComplete,
    &kCertificateKeyStrength,
    &kClientValidationHasCa,
    &kOneCertificate,
    &kCredentialNamespace,
    &kCertificateForServers,
    &kClientCredentialValid,
    &kMeshCaValid,
    &kNamespaceHasMeshRoot,
    &kMeshRootsAgree,
};

}  // namespace mesh::certs
