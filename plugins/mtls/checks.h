// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-mtls, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::mtls {

extern const Check kPlaintextToStrict;
extern const Check kOwnTlsToMesh;
extern const Check kMtlsToPlainPods;
extern const Check kExposedPortRequiresMtls;
extern const Check kUnmeshedClientOfStrict;
extern const Check kPolicySelectsProxies;
extern const Check kNamespaceAcceptsPlaintext;
extern const Check kMtlsNotDisabled;
extern const Check kMeshWideRuleAndPolicy;

inline constexpr std::array kChecks{
    &kPlaintextToStrict,         &kOwnTlsToMesh,           &kMtlsToPlainPods,
    &kExposedPortRequiresMtls,   &kUnmeshedClientOfStrict, &kPolicySelectsProxies,
    &kNamespaceAcceptsPlaintext, &kMtlsNotDisabled,        &kMeshWideRuleAndPolicy,
};

}  // namespace mesh::mtls
