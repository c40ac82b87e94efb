// SPDX-License-Identifier: Apache-2.0
//
// Where the hosts in routing rules may lead, told generously: for what to read, not for verdicts.
#pragma once

#include "common/model/destination_rule.h"
#include "common/model/virtual_service.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::load {

struct HostNamespaces {
  std::set<std::string> namespaces;
  bool anywhere = false;  // a wildcard over the cluster's services
};

HostNamespaces namespaces_of_host(std::string_view host, std::string_view ns);

// Of all destinations and mirrors.
HostNamespaces destinations_of(const VirtualService& service);

// What the tls blocks of a rule say, for its host, a port or a subset.
struct RuleTls {
  bool is_mutual = false;                     // ISTIO_MUTUAL
  bool is_other = false;                      // DISABLE, SIMPLE, MUTUAL
  std::vector<std::string_view> credentials;  // credentialName
};

RuleTls tls_of(const DestinationRule& rule);

}  // namespace mesh::load
