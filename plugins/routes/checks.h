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
extern const Check kServerSection;
extern const Check kRuleOrder;
extern const Check kRoutedHost;
extern const Check kRuleProtocol;
extern const Check kGatewaySelectsPods;
extern const Check kGatewayPortOpen;
extern const Check kGatewayServiceReachable;
extern const Check kServerProtocolAndTls;
extern const Check kWellFormed;
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
    &kServerSection,
    &kRuleOrder,
    &kRoutedHost,
    &kRuleProtocol,
    &kGatewaySelectsPods,
    &kGatewayPortOpen,
    &kGatewayServiceReachable,
    &kServerProtocolAndTls,
    &kWellFormed,
    &kGatewayHostsRouted,
};

}  // namespace mesh::routes
