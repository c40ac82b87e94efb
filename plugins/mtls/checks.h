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
extern const Check kScrapedWithoutMtls;
extern const Check kPolicySelectsProxies;
extern const Check kServiceAndWorkloadModes;
extern const Check kHeadlessInMesh;
extern const Check kAutoMtlsOn;
extern const Check kOneScopeWidePolicy;
extern const Check kOneWorkloadPolicy;
extern const Check kSelectorInRootNamespace;
extern const Check kPortModesNeedSelector;
extern const Check kPortModesNameWorkloadPorts;
extern const Check kPolicySelectsWorkloads;
extern const Check kTlsModeStated;
extern const Check kNamespaceAcceptsPlaintext;
extern const Check kMtlsNotDisabled;
extern const Check kMeshWideRuleAndPolicy;
extern const Check kExcludedPort;
extern const Check kMtlsLabel;

inline constexpr std::array kChecks{
    &kPlaintextToStrict,
    &kOwnTlsToMesh,
    &kMtlsToPlainPods,
    &kExposedPortRequiresMtls,
    &kUnmeshedClientOfStrict,
    &kScrapedWithoutMtls,
    &kPolicySelectsProxies,
    &kServiceAndWorkloadModes,
    &kHeadlessInMesh,
    &kAutoMtlsOn,
    &kOneScopeWidePolicy,
    &kOneWorkloadPolicy,
    &kSelectorInRootNamespace,
    &kPortModesNeedSelector,
    &kPortModesNameWorkloadPorts,
    &kPolicySelectsWorkloads,
    &kTlsModeStated,
    &kNamespaceAcceptsPlaintext,
    &kMtlsNotDisabled,
    &kMeshWideRuleAndPolicy,
    &kExcludedPort,
    &kMtlsLabel,
};

}  // namespace mesh::mtls
