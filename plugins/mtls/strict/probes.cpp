// SPDX-License-Identifier: Apache-2.0
//
// MTLS-50 … MTLS-53: kubelet has no certificate. The injector sends its HTTP and gRPC probes to the
// agent instead; a probe that still names an application's port would fail. A TCP probe succeeds
// whatever the application does, since the proxy answers it.

#include "common/base/text.h"
#include "common/istio/proxy.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/strict/strict_port.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <set>

namespace mesh::mtls {
namespace {

constexpr std::string_view kRewrite = "sidecar.istio.io/rewriteAppHTTPProbers";

// A template has its own probes until it is injected; the injector rewrites them unless told not
// to.
bool is_left_alone(const Pod& pod) {
  return pod.is_running_object() ||
         equals_ignoring_case(pod.meta.annotations.get(kRewrite), "false");
}

std::int32_t number_of(const Container& container, const IntOrString& port) {
  for (const ContainerPort& declared : container.ports) {
    if (port.is_name() && declared.name == port.name) {
      return declared.container_port;
    }
  }
  return port.number;
}

std::optional<std::int32_t> probed_port(const Container& container,
                                        const std::optional<Probe>& probe) {
  if (probe && probe->http_get) {
    return number_of(container, probe->http_get->port);
  }
  return probe && probe->grpc ? std::optional(probe->grpc->port) : std::nullopt;
}

struct NamedProbe {
  std::string_view name;
  const std::optional<Probe>& probe;
};

std::array<NamedProbe, 3> probes_of(const Container& container) {
  return {NamedProbe{"livenessProbe", container.liveness_probe},
          NamedProbe{"readinessProbe", container.readiness_probe},
          NamedProbe{"startupProbe", container.startup_probe}};
}

void review_container(const Snapshot& snapshot, const Pod& pod, std::size_t index,
                      StrictReview& review) {
  const Container& container = pod.spec.containers[index];
  for (const auto& [name, probe] : probes_of(container)) {
    const auto port = probed_port(container, probe);
    if (port && becomes_strict(snapshot, pod, *port)) {
      review.blockers.push_back(
          {.object = pod.ref,
           .field = pod.path("spec", "containers", index, name),
           .reason = fmt::format("{}: the {} of container {} goes to port {} as it is, and would "
                                 "fail",
                                 pod.workload.text(), name, container.name, *port),
           .remedy = fmt::format("let the injector rewrite it: no {}: \"false\" on the template "
                                 "or in the injector's values, and restart the workload",
                                 kRewrite)});
    }
  }
}

}  // namespace

void review_probes(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  std::set<ObjectRef> told;
  for (const Pod& pod : snapshot.in_namespace<Pod>(ns)) {
    if (!is_left_alone(pod) || !told.insert(pod.workload).second) {
      continue;
    }
    for (std::size_t i = 0; i < pod.spec.containers.size(); ++i) {
      if (pod.spec.containers[i].name != istio::kProxyContainer) {
        review_container(snapshot, pod, i, review);
      }
    }
  }
}

}  // namespace mesh::mtls
