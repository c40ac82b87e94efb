// SPDX-License-Identifier: Apache-2.0
//
// RTE-15: what a Gateway's server takes from a VirtualService depends on its protocol: HTTP, and
// HTTPS that it terminates, take `http`; TLS that is passed through takes `tls`; TCP, and TLS
// terminated to TCP, take `tcp`. Other sections are ignored. A host for which another
// VirtualService has the section is in order. Where protocol and tls do not fit, ROUTE025 speaks,
// and of servers that a gateway drops ROUTE024.

#include "common/istio/gateway_conflicts.h"
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

struct ServerPlace {
  const Gateway& gateway;
  std::size_t index;
  RouteSection needed;

  const Server& server() const { return gateway.servers[index]; }
};

RouteSection section_present(const VirtualService& virtual_service) {
  for (const RouteSection section : {RouteSection::Http, RouteSection::Tls}) {
    if (istio::has_section(virtual_service, section)) {
      return section;
    }
  }
  return RouteSection::Tcp;
}

bool states_no_mode(const Server& server) {
  return server.tls && !server.tls->mode;
}

std::string_view behaviour(const ServerPlace& place) {
  switch (place.needed) {
    case RouteSection::Http:
      return "speaks HTTP";
    case RouteSection::Tls:
      return "passes TLS through";
    case RouteSection::Tcp:
      return "forwards plain TCP";
  }
  return {};
}

// Whether the VirtualService has the section, and binds the server with a host that overlaps
// `host`.
bool has_rules_for(const ServerPlace& place, const VirtualService& virtual_service,
                   std::string_view host) {
  return istio::has_section(virtual_service, place.needed) &&
         std::any_of(virtual_service.hosts.begin(), virtual_service.hosts.end(),
                     [&](std::string_view written) {
                       const std::string own = fully_qualified(written, virtual_service.ref.ns);
                       return hosts_overlap(own, host) &&
                              istio::serves(place.gateway, place.server(), virtual_service.ref.ns,
                                            own);
                     });
}

// Whether the VirtualService binds the server with some host for which nobody has the section.
bool lacks_section(const ServerPlace& place, const VirtualService& virtual_service,
                   const std::vector<const VirtualService*>& bound) {
  return std::any_of(
      virtual_service.hosts.begin(), virtual_service.hosts.end(), [&](std::string_view written) {
        const std::string host = fully_qualified(written, virtual_service.ref.ns);
        return istio::serves(place.gateway, place.server(), virtual_service.ref.ns, host) &&
               std::none_of(bound.begin(), bound.end(), [&](const VirtualService* other) {
                 return has_rules_for(place, *other, host);
               });
      });
}

// The section that the server would take if its tls block said SIMPLE.
RouteSection section_behind_simple(const ServerPlace& place) {
  Server ending = place.server();
  ending.tls->mode = ServerTlsMode::SIMPLE;
  return istio::needed_section(ending).value_or(place.needed);
}

std::string remedy_of(const ServerPlace& place, RouteSection present) {
  const std::string rules = fmt::format("write {} rules", istio::text(place.needed));
  if (!states_no_mode(place.server()) || section_behind_simple(place) != present) {
    return rules + ", or change the protocol or tls mode of the server";
  }
  const std::string_view credential = credential_named_by(*place.server().tls);
  const std::string mode = fmt::format("set spec.servers[{}].tls.mode of gateway {} to SIMPLE",
                                       place.index, place.gateway.ref.qualified_name());
  return credential.empty() ? fmt::format("{} with a credentialName, or {}", mode, rules)
                            : fmt::format("{}, so that it uses its credential {} and these rules",
                                          mode, credential);
}

std::string reason_of(const ServerPlace& place) {
  const std::string takes =
      fmt::format("makes servers[{}] take {} rules", place.index, istio::text(place.needed));
  return states_no_mode(place.server())
             ? fmt::format("states no tls.mode, which means PASSTHROUGH and {}", takes)
             : takes;
}

void report_section(const ServerPlace& place, const VirtualService& virtual_service,
                    Reporter& report) {
  const RouteSection present = section_present(virtual_service);
  const FieldPath server("spec", "servers", place.index);
  report
      .add(virtual_service.ref, FieldPath("spec", istio::text(present)),
           "{} rules are not used on port {} of gateway {}, which {}: {}", istio::text(present),
           place.server().port->number.value_or(0), place.gateway.ref.qualified_name(),
           behaviour(place), effect_of_missing_rules(place.needed))
      .symptom("{}", symptom_of_missing_rules(place.needed))
      .because(place.gateway.ref,
               place.server().tls ? server.with("tls", "mode") : server.with("port", "protocol"),
               "{}", reason_of(place))
      .remedy("{}", remedy_of(place, present));
}

void check_server(const ServerPlace& place, const std::vector<const VirtualService*>& bound,
                  Reporter& report) {
  for (const VirtualService* virtual_service : bound) {
    const bool has_any = !virtual_service->http.empty() || !virtual_service->tls.empty() ||
                         !virtual_service->tcp.empty();
    if (has_any && !istio::has_section(*virtual_service, place.needed) &&
        lacks_section(place, *virtual_service, bound)) {
      report_section(place, *virtual_service, report);
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const BoundVirtualServices bound(snapshot);
  const auto& conflicts = snapshot.view<istio::GatewayConflicts>();
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    for (std::size_t i = 0; i < gateway.servers.size(); ++i) {
      const Server& server = gateway.servers[i];
      const auto needed = istio::needed_section(server);
      const bool is_in_order = istio::validate_server_protocol(server, FieldPath()).empty();
      if (needed && is_in_order && !istio::only_redirects(server) &&
          !conflicts.is_dropped({.gateway = &gateway, .index = i})) {
        check_server({.gateway = gateway, .index = i, .needed = *needed}, bound.of(gateway),
                     report);
      }
    }
  }
}

}  // namespace

constinit const Check kServerSection{
    .info = {.code = "ROUTE011",
             .severity = Severity::Error,
             .title = "VirtualService has the section its server needs",
             .reads = Kinds{Kind::VirtualService, Kind::Gateway, Kind::Service} | kPodsAndWorkloads,
             .explain = "A server of a Gateway uses one section of a VirtualService only. HTTP "
                        "servers, and HTTPS "
                        "servers that terminate TLS (SIMPLE, MUTUAL), use `http`. Servers with TLS "
                        "mode PASSTHROUGH, "
                        "which is also the default, cannot see the requests and use `tls` with "
                        "`sniHosts`. TCP servers "
                        "and TLS servers that terminate use `tcp`. If the VirtualService has only "
                        "another section, "
                        "requests get 404 (HTTP), or the connection is reset or refused.\n\n"
                        "Write the section that the server needs, or change the protocol or TLS "
                        "mode of the server."},
    .run = run,
};

}  // namespace mesh::routes
