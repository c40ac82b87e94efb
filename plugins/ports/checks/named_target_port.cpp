// SPDX-License-Identifier: Apache-2.0
//
// PORT-30: a named targetPort means the container port of that name and L4 protocol in each pod. A
// pod without one gives no endpoint for the port, and nothing says so but the EndpointSlice that
// lacks it.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"
#include "plugins/ports/serving_container.h"

#include <algorithm>
#include <set>

namespace mesh::ports {
namespace {

// The proxy's own port: injection adds it, a template does not have it yet.
constexpr std::string_view kProxyPort = "http-envoy-prom";

struct Split {
  std::vector<const Pod*> with;
  std::vector<const Pod*> without;
};

Split split_pods(const std::vector<const Pod*>& pods, const ServicePort& port) {
  Split split;
  for (const Pod* pod : pods) {
    if (!is_of_job(*pod) && concerns_mesh(*pod)) {
      (istio::target_port_in(*pod, port) ? split.with : split.without).push_back(pod);
    }
  }
  return split;
}

// The port that is likely meant: a similar name, one that contains the other, or the only one.
const ContainerPort* likely_port(const Pod& pod, const ServicePort& port) {
  std::vector<const ContainerPort*> ports = istio::declared_ports(pod, port.protocol);
  std::erase_if(ports, [](const ContainerPort* each) { return each->name.empty(); });
  const std::string_view wanted = port.target_port.name;
  std::vector<std::string_view> names;
  for (const ContainerPort* each : ports) {
    names.push_back(each->name);
  }
  const auto near = closest(wanted, names);
  const auto at = std::find_if(ports.begin(), ports.end(), [&](const ContainerPort* each) {
    return near ? each->name == *near
                : each->name.find(wanted) != std::string_view::npos ||
                      wanted.find(each->name) != std::string_view::npos;
  });
  if (at != ports.end()) {
    return *at;
  }
  return ports.size() == 1 ? ports.front() : nullptr;
}

// The same name, declared for another L4 protocol.
bool declares_otherwise(const Pod& pod, const ServicePort& port) {
  ServicePort other = port;
  other.protocol = port.protocol == "UDP" ? "TCP" : "UDP";
  return istio::target_port_in(pod, other).has_value();
}

void suggest(const Pod& pod, const ServicePort& port, Finding& finding) {
  const std::string_view name = port.target_port.name;
  const std::string_view protocol = port.protocol.empty() ? "TCP" : port.protocol;
  if (parse_number(name)) {
    finding.remedy("write targetPort as a number, without quotes: {}", name);
  } else if (declares_otherwise(pod, port)) {
    finding.remedy("give the container port \"{}\" protocol {}, as the Service port has it", name,
                   protocol);
  } else if (const ContainerPort* likely = likely_port(pod, port)) {
    finding.remedy("set targetPort to {} (port {}), or name the container port \"{}\"",
                   likely->name, likely->container_port, name);
  } else {
    finding.remedy(
        "name the container port that serves this \"{}\", or set targetPort to its number", name);
  }
}

// One cause for each workload that lacks the port.
void name_pods(const Snapshot& snapshot, const std::vector<const Pod*>& pods,
               const ServicePort& port, Finding& finding) {
  std::set<ObjectRef> named;
  for (const Pod* pod : pods) {
    if (!named.insert(pod->workload).second) {
      continue;
    }
    const Workload* workload = snapshot.workload_of(*pod);
    const FieldPath containers("spec", "containers");
    finding.because(
        workload != nullptr ? workload->ref : pod->ref,
        workload != nullptr ? workload->template_path().with(containers) : pod->path(containers),
        "declares no {} port \"{}\"", port.protocol.empty() ? "TCP" : port.protocol,
        port.target_port.name);
  }
}

void report_port(const Snapshot& snapshot, const Service& service, std::size_t index,
                 const Split& split, Reporter& report) {
  const ServicePort& port = service.ports[index];
  const FieldPath field("spec", "ports", index, "targetPort");
  const std::string_view name = port.target_port.name;
  const std::size_t all = split.with.size() + split.without.size();
  Finding& finding =
      split.with.empty()
          ? report.add(service.ref, field,
                       "targetPort \"{}\" is no port of the pods, so port {} has no endpoint: "
                       "requests find no healthy upstream",
                       name, port.port)
          : report.add(service.ref, field,
                       "{} of {} pods have no port \"{}\", so they get no requests to port {}",
                       split.without.size(), all, name, port.port);
  if (split.with.empty() && port.protocol != "UDP") {
    finding.symptom("503 UH");
  }
  name_pods(snapshot, split.without, port, finding);
  suggest(*split.without.front(), port, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    const bool has_names =
        std::any_of(service.ports.begin(), service.ports.end(),
                    [](const ServicePort& port) { return port.target_port.is_name(); });
    if (!has_names || !concerns_mesh(snapshot, service)) {
      continue;
    }
    const std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
    for (std::size_t i = 0; i < service.ports.size(); ++i) {
      const IntOrString& target = service.ports[i].target_port;
      if (!target.is_name() || target.name == kProxyPort) {
        continue;
      }
      const Split split = split_pods(pods, service.ports[i]);
      if (!split.without.empty()) {
        report_port(snapshot, service, i, split, report);
      }
    }
  }
}

}  // namespace

constinit const Check kNamedTargetPort{
    .info =
        {.code = "PORT006",
         .severity = Severity::Error,
         .title = "Named targetPort exists in the pods",
         .reads = Kinds{Kind::Service} | kPodsAndWorkloads,
         .explain =
             "A `targetPort` that is a name stands for the container port of that name, in every "
             "pod for itself, and the L4 protocol must agree too. A pod without such a port gives "
             "no endpoint for the Service port. Kubernetes reports no error; requests are answered "
             "`503` with flag `UH` (\"no healthy upstream\").\n\n"
             "Use the name under `ports` of the container, add one there, or write the number: a "
             "number needs no declaration."},
    .run = run,
};

}  // namespace mesh::ports
