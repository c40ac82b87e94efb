// SPDX-License-Identifier: Apache-2.0
//
// RTE-36, RTE-40, RTE-41: copies of requests go to a host and a port like the requests themselves.
// If there is no such cluster, they are dropped without a trace: nobody waits for their answers.

#include "common/istio/service_registry.h"
#include "common/istio/validate_syntax.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"
#include "plugins/routes/unknown_host.h"

#include <algorithm>

namespace mesh::routes {
namespace {

struct MirrorDestination {
  const Destination* destination = nullptr;
  FieldPath field;
};

std::vector<MirrorDestination> mirrors_of(const VirtualService& virtual_service) {
  std::vector<MirrorDestination> mirrors;
  for (std::size_t i = 0; i < virtual_service.http.size(); ++i) {
    const HttpRoute& rule = virtual_service.http[i];
    const FieldPath path("spec", "http", i);
    if (rule.mirror) {
      mirrors.push_back({&*rule.mirror, path.with("mirror")});
    }
    for (std::size_t j = 0; j < rule.mirrors.size(); ++j) {
      if (rule.mirrors[j].destination) {
        mirrors.push_back({&*rule.mirrors[j].destination, path.with("mirrors", j, "destination")});
      }
    }
  }
  return mirrors;
}

void check_port(const VirtualService& virtual_service, const MirrorDestination& mirror,
                const std::vector<istio::RegistryEntry>& entries, Reporter& report) {
  const auto number = mirror.destination->port_number();
  const std::vector<std::int64_t> known = port_numbers(entries);
  if (!number || !istio::is_port_number(*number) || known.empty() ||
      std::find(known.begin(), known.end(), *number) != known.end()) {
    return;
  }
  const Object& target = entries.front().object();
  report
      .add(virtual_service.ref, mirror.field.with("port", "number"),
           "{} has {}, not {}: the copies of requests are dropped", target.ref.text(),
           list_ports(known), *number)
      .symptom("mirrored requests do not arrive")
      .because(target.ref, FieldPath("spec", "ports"), "has {}", list_ports(known))
      .remedy("mirror to {}", list_ports(known));
}

void check_mirror(const Snapshot& snapshot, const VirtualService& virtual_service,
                  const MirrorDestination& mirror, const istio::Registry& registry,
                  UnknownHosts& hosts, Reporter& report) {
  const std::string_view written = mirror.destination->host;
  const std::string_view ns = virtual_service.ref.ns;
  if (written == "*" || !istio::is_wildcard_domain(written)) {
    return;  // ROUTE030
  }
  const std::string host = fully_qualified(written, ns);
  const auto entries = registry.find_all(host);
  if (!entries.empty()) {
    check_port(virtual_service, mirror, entries, report);
  } else if (can_tell_absence(snapshot, report, host)) {
    report
        .add(virtual_service.ref, mirror.field.with("host"),
             "{}: the copies of requests are dropped", hosts.cause(written, ns))
        .symptom("mirrored requests do not arrive")
        .remedy("{}", hosts.remedy(written, ns));
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const istio::Registry registry(snapshot);
  UnknownHosts hosts(snapshot);
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const MirrorDestination& mirror : mirrors_of(virtual_service)) {
      check_mirror(snapshot, virtual_service, mirror, registry, hosts, report);
    }
  }
}

}  // namespace

constinit const Check kMirrorDestination{
    .info = {.code = "ROUTE042",
             .severity = Severity::Error,
             .title = "Mirror destinations exist",
             .reads = Kinds{Kind::VirtualService, Kind::Service, Kind::ServiceEntry},
             .explain =
                 "`mirror` and `mirrors` of an http rule send copies of requests to another host. "
                 "The host is written as in a destination: a short name in the VirtualService's "
                 "own namespace, a full name, or a host of a ServiceEntry. If the host or its port "
                 "does not exist, the copies vanish; the requests themselves are not affected, so "
                 "that nothing shows it.\n\n"
                 "Correct the host or the port, or remove the mirror.",
             .peers = "IST0101"},
    .run = run,
};

}  // namespace mesh::routes
