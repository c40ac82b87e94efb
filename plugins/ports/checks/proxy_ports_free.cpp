// SPDX-License-Identifier: Apache-2.0
//
// PORT-40, PORT-42: proxy and application share the pod's network, and the proxy binds some ports.
// Others near them are free.

#include "common/istio/proxy.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/container_place.h"
#include "plugins/ports/port_scope.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

namespace mesh::ports {
namespace {

struct ProxyPort {
  std::int32_t number;
  std::string_view use;
};

constexpr std::array kProxyPorts{
    ProxyPort{15001, "outbound traffic"},    ProxyPort{15006, "inbound traffic"},
    ProxyPort{15020, "metrics and probes"},  ProxyPort{15021, "its readiness probe"},
    ProxyPort{15090, "the proxy's metrics"},
};

// The first port of the container that the proxy binds, with its place in the list.
std::optional<std::pair<std::size_t, ProxyPort>> taken_port(const Container& container) {
  for (std::size_t i = 0; i < container.ports.size(); ++i) {
    const ContainerPort& port = container.ports[i];
    const auto at =
        std::find_if(kProxyPorts.begin(), kProxyPorts.end(), [&](const ProxyPort& each) {
          return each.number == port.container_port && port.protocol != "UDP";
        });
    if (at != kProxyPorts.end()) {
      return std::pair(i, *at);
    }
  }
  return std::nullopt;
}

void check_container(const Snapshot& snapshot, const Pod& pod, const Container& container,
                     Reporter& report) {
  const auto is_faulty = [](const Container& each) { return taken_port(each).has_value(); };
  if (container.name == istio::kProxyContainer || !is_faulty(container)) {
    return;
  }
  const ContainerPlace place = place_of_fault(snapshot, pod, container, is_faulty);
  const auto [index, port] = *taken_port(*place.container);
  report
      .add(
          place.object, place.path.with("ports", index, "containerPort"),
          "port {} belongs to the sidecar, which uses it for {}: one of the two cannot bind it and "
          "restarts again and again",
          port.number, port.use)
      .symptom("CrashLoopBackOff (address already in use)")
      .remedy("have the application listen on another port");
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::set<ObjectRef> seen;
  for (const Pod& pod : snapshot.pods()) {
    const bool has_taken =
        std::any_of(pod.spec.containers.begin(), pod.spec.containers.end(),
                    [](const Container& each) { return taken_port(each).has_value(); });
    if (!has_taken || !concerns_mesh(pod) || pod.is_finished() ||
        !istio::is_in_mesh(snapshot, pod) || !seen.insert(pod.workload).second) {
      continue;
    }
    for (const Container& container : pod.spec.containers) {
      check_container(snapshot, pod, container, report);
    }
  }
}

}  // namespace

constinit const Check kProxyPortsFree{
    .info = {.code = "PORT014",
             .severity = Severity::Error,
             .title = "Containers leave Istio's ports alone",
             .reads = kPodsAndWorkloads |
                      Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
             .explain =
                 "The sidecar shares the pod's network with the application and binds ports 15001, "
                 "15006, 15020, 15021 and 15090. A container that listens on one of them, or the "
                 "sidecar itself, fails to start: `address already in use`. Other ports in that "
                 "range are free.\n\n"
                 "Move the application to another port, with its Service's `targetPort`."},
    .run = run,
};

}  // namespace mesh::ports
