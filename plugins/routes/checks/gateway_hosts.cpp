// SPDX-License-Identifier: Apache-2.0
//
// RTE-10, RTE-16: a Gateway uses a VirtualService for a host only if one of its servers lists that
// host or one that overlaps it, and is open to the VirtualService's namespace. Hosts are judged one
// by one. A VirtualService with several Gateways may share out its hosts among them, and a host
// that is meant for the mesh needs no Gateway.

#include "common/base/text.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/service_registry.h"
#include "common/istio/virtual_service.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"

#include <algorithm>
#include <set>

namespace mesh::routes {
namespace {

using Gateways = std::vector<istio::NamedGateway>;

std::string host_of(const VirtualService& virtual_service, std::size_t index) {
  return fully_qualified(virtual_service.hosts[index], virtual_service.ref.ns);
}

bool serves(const Gateway& gateway, const VirtualService& virtual_service, std::size_t index) {
  return istio::serves(gateway, virtual_service.ref.ns, host_of(virtual_service, index));
}

// A Gateway that is missing (ROUTE007) or that no snapshot holds may be the one that serves a host.
bool names_unknown_gateway(const Snapshot& snapshot, const VirtualService& virtual_service) {
  const auto& gateways = virtual_service.gateways;
  return std::any_of(gateways.begin(), gateways.end(), [&](std::string_view reference) {
    return reference != "mesh" &&
           istio::find_gateway(snapshot, reference, virtual_service.ref.ns) == nullptr;
  });
}

// "api.example.com and *.example.org", with the namespace where one is stated.
std::string hosts_of(const Gateway& gateway) {
  constexpr std::size_t kListed = 8;
  std::set<std::string> unique;
  for (const Server& server : gateway.servers) {
    unique.insert(server.hosts.begin(), server.hosts.end());
  }
  std::vector<std::string> hosts(unique.begin(), unique.end());
  if (hosts.size() > kListed) {
    const std::size_t left_out = hosts.size() - kListed;
    hosts.resize(kListed);
    hosts.push_back(fmt::format("{} more", left_out));
  }
  return hosts.empty() ? "no host" : join_and(hosts);
}

// Why the Gateway does not serve it: "serves …", or "serves it, but not for namespace shop".
std::string reason(const Gateway& gateway, const VirtualService& virtual_service,
                   std::size_t index) {
  const std::string host = host_of(virtual_service, index);
  for (const Server& server : gateway.servers) {
    for (const std::string_view own : server.hosts) {
      if (istio::hosts_bind(server, own, host)) {
        return fmt::format("lists {}, which shuts out VirtualServices of namespace {}", own,
                           virtual_service.ref.ns);
      }
      if (hosts_overlap(istio::parse_server_host(own).host, host)) {
        return fmt::format("lists {} for TLS or TCP, where a host that is wider binds nothing",
                           own);
      }
    }
  }
  return "serves " + hosts_of(gateway);
}

void report_host(const VirtualService& virtual_service, std::size_t index, const Gateways& gateways,
                 Reporter& report) {
  std::vector<std::string> names;
  for (const istio::NamedGateway& named : gateways) {
    names.push_back(named.gateway->ref.qualified_name());
  }
  Finding& finding =
      report
          .add(virtual_service.ref, FieldPath("spec", "hosts", index),
               "host {} is not served by gateway {}: requests for it do not reach this "
               "VirtualService",
               virtual_service.hosts[index], join_and(names))
          .symptom("404 NR")
          .remedy("add {} to the hosts of a server of {}, or correct the host here",
                  virtual_service.hosts[index], gateways.front().gateway->ref.text());
  for (const istio::NamedGateway& named : gateways) {
    finding.because(named.gateway->ref, FieldPath("spec", "servers"), "{}",
                    reason(*named.gateway, virtual_service, index));
  }
}

void report_gateway(const VirtualService& virtual_service, const istio::NamedGateway& named,
                    Reporter& report) {
  report
      .add(virtual_service.ref, FieldPath("spec", "gateways", named.index),
           "gateway {} serves none of the hosts of this VirtualService, so its rules are not used "
           "there",
           named.gateway->ref.qualified_name())
      .symptom("404 NR")
      .because(named.gateway->ref, FieldPath("spec", "servers"), "{}",
               reason(*named.gateway, virtual_service, 0))
      .remedy("remove {} from spec.gateways, or add a host of this VirtualService to {}",
              virtual_service.gateways[named.index], named.gateway->ref.text());
}

void check_virtual_service(const Snapshot& snapshot, const VirtualService& virtual_service,
                           const istio::Registry& registry, Reporter& report) {
  const Gateways gateways = istio::gateways_of(snapshot, virtual_service);
  if (gateways.empty()) {
    return;
  }
  const bool may_be_elsewhere = names_unknown_gateway(snapshot, virtual_service);
  bool any_reported = false;
  for (std::size_t i = 0; i < virtual_service.hosts.size(); ++i) {
    const bool served =
        std::any_of(gateways.begin(), gateways.end(), [&](const istio::NamedGateway& named) {
          return serves(*named.gateway, virtual_service, i);
        });
    const bool for_mesh = istio::is_bound_to_mesh(virtual_service) &&
                          !registry.find_all(host_of(virtual_service, i)).empty();
    if (!served && !for_mesh && !may_be_elsewhere) {
      report_host(virtual_service, i, gateways, report);
      any_reported = true;
    }
  }
  for (const istio::NamedGateway& named : gateways) {
    bool serves_any = false;
    for (std::size_t i = 0; i < virtual_service.hosts.size(); ++i) {
      serves_any = serves_any || serves(*named.gateway, virtual_service, i);
    }
    if (!serves_any && !any_reported) {
      report_gateway(virtual_service, named, report);
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const istio::Registry registry(snapshot);
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    if (!virtual_service.is_delegate()) {
      check_virtual_service(snapshot, virtual_service, registry, report);
    }
  }
}

}  // namespace

constinit const Check kGatewayHosts{
    .info =
        {.code = "ROUTE008",
         .severity = Severity::Error,
         .title = "Gateway serves the VirtualService's hosts",
         .reads = Kinds{Kind::VirtualService, Kind::Gateway, Kind::Service, Kind::ServiceEntry},
         .explain =
             "A Gateway uses the rules of a VirtualService only for hosts that both have: a server "
             "of the "
             "Gateway must list the host, or a wildcard for it. `*.example.com` covers any name "
             "below "
             "example.com, but not example.com itself. A server host `namespace/host` is open to "
             "VirtualServices of that namespace only. Requests for any other host get 404.\n\n"
             "Add the host to the Gateway's server, or correct it in the VirtualService.",
         .peers = "IST0132"},
    .run = run,
};

}  // namespace mesh::routes
