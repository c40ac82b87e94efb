// SPDX-License-Identifier: Apache-2.0
//
// RTE-13: a host that a Gateway's server lists and that no VirtualService bound to the Gateway
// routes leads nowhere: HTTP gets 404, TLS is reset, and for TCP there is no listener. Not judged:
// servers that only redirect or pass mesh traffic on, hosts that Istio rejects (ROUTE030), and
// VirtualServices that lack the section (ROUTE011) or are not exported (ROUTE010).

#include "common/istio/route_match.h"
#include "common/istio/validate.h"
#include "common/istio/virtual_service.h"
#include "common/model/host.h"
#include "plugins/routes/bound_virtual_services.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"

#include <algorithm>

namespace mesh::routes {
namespace {

using istio::RouteSection;

struct UnservedHost {
  std::string_view host;  // as the Gateway writes it
  FieldPath field;        // where it stands first
  RouteSection needed = RouteSection::Http;
  std::vector<std::int64_t> ports;
};

// Routes it, or lacks the section and is reported for that.
bool takes_part(const VirtualService& virtual_service, const Gateway& gateway, const Server& server,
                std::string_view server_host, RouteSection needed) {
  const bool binds = std::any_of(
      virtual_service.hosts.begin(), virtual_service.hosts.end(), [&](std::string_view own) {
        return istio::hosts_bind(server, server_host, fully_qualified(own, virtual_service.ref.ns));
      });
  const istio::Listener where{.gateway = &gateway, .port = server.port->number};
  return binds && istio::admits_namespace(server_host, gateway, virtual_service.ref.ns) &&
         (!istio::has_section(virtual_service, needed) ||
          istio::any_rule_applies(virtual_service, needed, where));
}

void add_unserved(std::vector<UnservedHost>& unserved, UnservedHost host) {
  const auto known = std::find_if(unserved.begin(), unserved.end(),
                                  [&](const UnservedHost& each) { return each.host == host.host; });
  if (known == unserved.end()) {
    unserved.push_back(std::move(host));
  } else {
    known->ports.push_back(host.ports.front());
  }
}

// One entry per host, with all ports on which it leads nowhere.
std::vector<UnservedHost> unserved_hosts(const Gateway& gateway,
                                         const std::vector<const VirtualService*>& bound) {
  std::vector<UnservedHost> unserved;
  for (std::size_t i = 0; i < gateway.servers.size(); ++i) {
    const Server& server = gateway.servers[i];
    const auto needed = istio::needed_section(server);
    for (std::size_t j = 0; needed && !istio::only_redirects(server) && j < server.hosts.size();
         ++j) {
      const bool served =
          !istio::is_valid_server_host(server.hosts[j]) ||
          std::any_of(bound.begin(), bound.end(), [&](const VirtualService* virtual_service) {
            return takes_part(*virtual_service, gateway, server, server.hosts[j], *needed);
          });
      if (!served) {
        add_unserved(unserved, {.host = server.hosts[j],
                                .field = FieldPath("spec", "servers", i, "hosts", j),
                                .needed = *needed,
                                .ports = {server.port->number.value_or(0)}});
      }
    }
  }
  return unserved;
}

void report_host(const Gateway& gateway, const UnservedHost& unserved, Reporter& report) {
  const std::string host = istio::parse_server_host(unserved.host).host;
  report
      .add(gateway.ref, unserved.field, "no VirtualService of this Gateway routes {} on {}: {}",
           host == "*" ? std::string("any host") : host, list_ports(unserved.ports),
           effect_of_missing_rules(unserved.needed))
      .symptom("{}", symptom_of_missing_rules(unserved.needed))
      .remedy("create a VirtualService{} with gateway {}, or remove the host",
              host == "*" ? std::string() : " for " + host, gateway.ref.qualified_name());
}

void run(const Snapshot& snapshot, Reporter& report) {
  const BoundVirtualServices bound(snapshot);
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    for (const UnservedHost& unserved : unserved_hosts(gateway, bound.of(gateway))) {
      if (report.can_tell(snapshot, Kind::VirtualService)) {
        report_host(gateway, unserved, report);
      }
    }
  }
}

}  // namespace

constinit const Check kGatewayHostsRouted{
    .info = {.code = "ROUTE044",
             .severity = Severity::Warning,
             .title = "Hosts of a Gateway are served by a VirtualService",
             .reads = Kinds{Kind::Gateway, Kind::VirtualService},
             .explain = "A Gateway only opens ports and lists hosts; where requests go is said by "
                        "VirtualServices that "
                        "name the Gateway and share a host with its server. A host without one is "
                        "answered with 404; a "
                        "TLS or TCP server without one resets or refuses connections.\n\n"
                        "Write a VirtualService with this host and this Gateway, or remove the "
                        "host from the Gateway."},
    .run = run,
};

}  // namespace mesh::routes
