// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-routes, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::routes {

extern const Check kDestinationHost;
extern const Check kDestinationPort;
extern const Check kDestinationPortStated;
extern const Check kDestinationSubset;
extern const Check kSubsetPods;
extern const Check kDestinationRuleHost;
extern const Check kGatewayExists;
extern const Check kGatewayHosts;
extern const Check kMeshBinding;
extern const Check kVirtualServiceExported;
extern const Check kServerSection;
extern const Check kRuleOrder;
extern const Check kMatchOrder;
extern const Check kOneVirtualService;
extern const Check kRoutedHost;
extern const Check kRuleProtocol;
extern const Check kDestinationWeight;
extern const Check kMatchGateways;
extern const Check kGatewaySelectsPods;
extern const Check kGatewayPortOpen;
extern const Check kGatewayServiceReachable;
extern const Check kGatewayConflict;
extern const Check kServerProtocolAndTls;
extern const Check kTlsModeStated;
extern const Check kSidecarEgress;
extern const Check kWellFormed;
extern const Check kMirrorDestination;
extern const Check kGatewayHostsRouted;

inline constexpr std::array kChecks{
    &kDestinationHost,
    &kDestinationPort,
    &kDestinationPortStated,
    &kDestinationSubset,
    &kSubsetPods,
    &kDestinationRuleHost,
    &kGatewayExists,
    &kGatewayHosts,
    &kMeshBinding,
    &kVirtualServiceExported,
    &kServerSection,
    &kRuleOrder,
    &kMatchOrder,
    &kOneVirtualService,
    &kRoutedHost,
    &kRuleProtocol,
    &kDestinationWeight,
    &kMatchGateways,
    &kGatewaySelectsPods,
    &kGatewayPortOpen,
    &kGatewayServiceReachable,
    &kGatewayConflict,
    &kServerProtocolAndTls,
    &kTlsModeStated,
    &kSidecarEgress,
    &kWellFormed,
    &kMirrorDestination,
    &kGatewayHostsRouted,
};

}  // namespace mesh::routes
