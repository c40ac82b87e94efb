// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-ports, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::ports {

extern const Check kPortNameProtocol;
extern const Check kServiceSelectsPods;
extern const Check kReadyEndpoints;
extern const Check kNamedTargetPort;
extern const Check kNumericTargetPort;
extern const Check kTargetPortProtocol;
extern const Check kProtocolFitsPort;
extern const Check kReadinessProbe;
extern const Check kProbePort;
extern const Check kLivenessProbe;
extern const Check kProxyPortsFree;
extern const Check kPodsRunning;
extern const Check kWorkloadReplicas;
extern const Check kHeadlessPort;

inline constexpr std::array kChecks{
    &kPortNameProtocol,  &kServiceSelectsPods, &kReadyEndpoints,   &kNamedTargetPort,
    &kNumericTargetPort, &kTargetPortProtocol, &kProtocolFitsPort, &kReadinessProbe,
    &kProbePort,         &kLivenessProbe,      &kProxyPortsFree,   &kPodsRunning,
    &kWorkloadReplicas,  &kHeadlessPort,
};

}  // namespace mesh::ports
