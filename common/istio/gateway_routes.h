// SPDX-License-Identifier: Apache-2.0
//
// RTE-10 … RTE-15, RTE-18: the virtual hosts of a gateway's HTTP servers. VirtualServices with the
// same host are joined, routes that take everything go to the end.
#pragma once

#include "common/istio/merged_gateway.h"
#include "common/istio/virtual_host.h"

#include <vector>

namespace mesh::istio {

// Of servers that share their routes.
std::vector<VirtualHost> gateway_virtual_hosts(const ProxyScope& scope,
                                               const std::vector<MergedServer>& servers);

// RTE-10: the hosts that a server and a VirtualService share, the narrower of each pair.
std::vector<std::string> shared_hosts(const MergedServer& server,
                                      const EffectiveVirtualService& virtual_service);

}  // namespace mesh::istio
