// SPDX-License-Identifier: Apache-2.0
//
// MTLS-5: the keys of portLevelMtls are ports on which the pods listen, not ports of Services. A
// port need not be declared (PORT-13): only a Service port that leads elsewhere is surely mistaken.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "common/istio/mesh_config.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>

namespace mesh::mtls {
namespace {

// A Service port of that number, and where it leads.
struct Mistaken {
  const Service* service = nullptr;
  std::size_t index = 0;  // in service->ports
  std::int32_t target = 0;
};

bool listens_on(const Snapshot& snapshot, const Pod& pod, std::int32_t number) {
  const auto declared = istio::declared_ports(pod);
  if (std::any_of(declared.begin(), declared.end(),
                  [&](const ContainerPort* port) { return port->container_port == number; })) {
    return true;
  }
  const auto services = snapshot.services_selecting(pod);
  return std::any_of(services.begin(), services.end(), [&](const Service* service) {
    return std::any_of(service->ports.begin(), service->ports.end(), [&](const ServicePort& port) {
      return istio::target_port_in(pod, port) == number;
    });
  });
}

std::optional<Mistaken> service_port(const Snapshot& snapshot, const Pod& pod,
                                     std::int32_t number) {
  for (const Service* service : snapshot.services_selecting(pod)) {
    for (std::size_t i = 0; i < service->ports.size(); ++i) {
      const auto target = istio::target_port_in(pod, service->ports[i]);
      if (service->ports[i].port == number && target) {
        return Mistaken{service, i, *target};
      }
    }
  }
  return std::nullopt;
}

// None if the port is one of some selected pod.
std::optional<Mistaken> mistaken(const Snapshot& snapshot, const std::vector<const Pod*>& pods,
                                 std::int32_t number) {
  std::optional<Mistaken> found;
  for (const Pod* pod : pods) {
    if (listens_on(snapshot, *pod, number)) {
      return std::nullopt;
    }
    found = found ? found : service_port(snapshot, *pod, number);
  }
  return found;
}

void report_port(const PeerAuthentication& policy, std::string_view key, const Mistaken& mistaken,
                 Reporter& report) {
  report
      .add(policy.ref, FieldPath("spec", "portLevelMtls", key),
           "{} is a port of {}, not of the pods, which listen on {}: this mode has no effect", key,
           mistaken.service->ref.text(), mistaken.target)
      .because(mistaken.service->ref, FieldPath("spec", "ports", mistaken.index, "port"),
               "leads to port {} of the pods", mistaken.target)
      .remedy("name the port of the pods: {}", mistaken.target);
}

void check_policy(const Snapshot& snapshot, const PeerAuthentication& policy, Reporter& report) {
  std::vector<const Pod*> pods =
      snapshot.pods_matching(policy.ref.ns, policy.selector->match_labels);
  std::erase_if(pods, [&](const Pod* pod) { return !is_subject(snapshot, *pod); });
  for (const auto& [key, mtls] : *policy.port_level_mtls) {
    const auto number = parse_number(key);
    const auto found =
        number ? mistaken(snapshot, pods, static_cast<std::int32_t>(*number)) : std::nullopt;
    if (found) {
      report_port(policy, key, *found, report);
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::string_view root = istio::root_namespace(snapshot);
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    if (!policy.is_scope_wide() && policy.port_level_mtls && policy.ref.ns != root) {
      check_policy(snapshot, policy, report);
    }
  }
}

}  // namespace

constinit const Check kPortModesNameWorkloadPorts{
    .info = {.code = "MTLS016",
             .severity = Severity::Warning,
             .title = "portLevelMtls names workload ports",
             .reads = kPodsAndWorkloads |
                      Kinds{Kind::PeerAuthentication, Kind::Service, Kind::ConfigMap},
             .explain =
                 "The keys of `portLevelMtls` are the ports on which the containers listen. A "
                 "Service's own port, where it leads to another `targetPort`, is not among them: "
                 "the mode then holds for a port that nobody uses, and the real one keeps that of "
                 "the workload.\n\n"
                 "Write the `targetPort`."},
    .run = run,
};

}  // namespace mesh::mtls
