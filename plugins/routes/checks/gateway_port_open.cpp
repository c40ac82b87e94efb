// SPDX-License-Identifier: Apache-2.0
//
// RTE-62: a server's port is a port of the gateway's Service or the targetPort of one. With any
// other number the proxy listens all the same, but nothing leads there from outside. Where no
// gateway pod matches, ROUTE021 speaks.

#include "common/base/text.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/gateway_server.h"
#include "plugins/routes/checks.h"

#include <algorithm>
#include <set>

namespace mesh::routes {
namespace {

constexpr std::int32_t kStatusPort = 15021;

using Pods = std::vector<const Pod*>;
using Services = std::vector<const Service*>;

Services services_selecting(const Snapshot& snapshot, const Pods& pods) {
  std::set<const Service*> services;
  for (const Pod* pod : pods) {
    services.insert(snapshot.services_selecting(*pod).begin(),
                    snapshot.services_selecting(*pod).end());
  }
  return {services.begin(), services.end()};
}

// "80 and 443".
std::string ports_of(const Service& service) {
  std::vector<std::string> ports;
  for (const ServicePort& port : service.ports) {
    if (port.port != kStatusPort) {
      ports.push_back(std::to_string(port.port));
    }
  }
  return ports.empty() ? "none" : join_and(ports);
}

// A named targetPort that the pods lack is another fault, and not the Gateway's.
bool is_service_port(const Services& services, std::int64_t number) {
  return std::any_of(services.begin(), services.end(), [&](const Service* service) {
    return std::any_of(service->ports.begin(), service->ports.end(), [&](const ServicePort& port) {
      return port.port == number && port.protocol != "UDP";
    });
  });
}

bool is_reachable(const Snapshot& snapshot, const Pods& pods, std::int64_t number) {
  return std::any_of(pods.begin(), pods.end(),
                     [&](const Pod* pod) { return istio::is_reachable(snapshot, *pod, number); });
}

void report_port(const Gateway& gateway, std::size_t index, std::int64_t number,
                 const Services& services, Reporter& report) {
  const Service& first = *services.front();
  Finding& finding =
      report.add(gateway.ref, FieldPath("spec", "servers", index, "port", "number"),
                 "port {} is no port of service {}, so nothing leads to it from outside", number,
                 first.ref.qualified_name());
  finding.symptom("connection refused or timed out");
  for (const Service* service : services) {
    finding.because(service->ref, FieldPath("spec", "ports"), "opens {}", ports_of(*service));
  }
  finding.remedy("add port {} to {}, or use one of its ports: {}", number, first.ref.text(),
                 ports_of(first));
}

void check_servers(const Snapshot& snapshot, const Gateway& gateway, const Pods& pods,
                   const Services& services, Reporter& report) {
  std::set<std::int64_t> seen;
  for (std::size_t i = 0; i < gateway.servers.size(); ++i) {
    const Server& server = gateway.servers[i];
    const std::int64_t number = server.port ? server.port->number.value_or(0) : 0;
    // A server that is bound to one address is meant for something inside the pod.
    if (number <= 0 || number > 65535 || !server.bind.empty() || !seen.insert(number).second) {
      continue;
    }
    if (!is_service_port(services, number) && !is_reachable(snapshot, pods, number)) {
      report_port(gateway, i, number, services, report);
    }
  }
}

// Templates are often kept apart from their Services; of pods that were read from a cluster, all is
// known.
void check_without_service(const Snapshot& snapshot, const Gateway& gateway, const Pods& pods,
                           Reporter& report) {
  const auto is_certain = [&](const Pod* pod) {
    return pod->is_running_object() &&
           (snapshot.is_live() || !snapshot.in_namespace<Service>(pod->ref.ns).empty());
  };
  const auto serves = [&](const Server& server) {
    return server.port && is_reachable(snapshot, pods, server.port->number.value_or(0));
  };
  if (!std::all_of(pods.begin(), pods.end(), is_certain) ||
      std::any_of(gateway.servers.begin(), gateway.servers.end(), serves)) {
    return;
  }
  const Pod& first = *pods.front();
  report
      .add(gateway.ref, FieldPath("spec", "selector"),
           "no Service selects the gateway's {} in {}, so nothing leads to them from outside",
           count_of(pods.size(), "pod"), first.ref.ns)
      .symptom("connection refused or timed out")
      .because(first.ref, first.path("metadata", "labels"), "is a gateway that no Service selects")
      .remedy("create a Service in {} that selects these pods, with the ports of the servers",
              first.ref.ns);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    const Pods pods = istio::routers_of(snapshot, gateway);
    const bool services_are_known = std::all_of(pods.begin(), pods.end(), [&](const Pod* pod) {
      return report.can_tell(snapshot, Kind::Service, pod->ref.ns);
    });
    if (pods.empty() || !services_are_known) {
      continue;
    }
    const Services services = services_selecting(snapshot, pods);
    if (services.empty()) {
      check_without_service(snapshot, gateway, pods, report);
    } else {
      check_servers(snapshot, gateway, pods, services, report);
    }
  }
}

}  // namespace

constinit const Check kGatewayPortOpen{
    .info =
        {.code = "ROUTE022",
         .severity = Severity::Error,
         .title = "Gateway ports are open on the gateway's Service",
         .reads = Kinds{Kind::Gateway, Kind::Service} | kPodsAndWorkloads,
         .explain =
             "The gateway's proxy opens the port of every server in a Gateway. Clients, however, "
             "come through the gateway's Service, and reach only the ports that it has. Istio "
             "looks "
             "the server's number up among the Service's ports and listens on the targetPort; a "
             "number that is a targetPort itself works too. Any other number is open in the pod "
             "and "
             "nowhere else.\n\n"
             "Add the port to the Service (of an IstioOperator or Helm installation: to its "
             "values), or use a port that the Service has.",
         .peers = "IST0162"},
    .run = run,
};

}  // namespace mesh::routes
