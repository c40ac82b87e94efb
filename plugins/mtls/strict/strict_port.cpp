// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/strict/strict_port.h"

#include "common/istio/endpoints.h"
#include "common/istio/peer_authentication.h"
#include "common/istio/proxy.h"
#include "common/istio/redirection.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::mtls {

std::string StrictPort::text() const {
  return fmt::format("{}, port {}", service->ref.text(), port->port);
}

bool StrictPort::is_only(const ObjectRef& workload) const {
  return std::all_of(pods.begin(), pods.end(),
                     [&](const Pod* pod) { return pod->workload == workload; });
}

bool becomes_strict(const Snapshot& snapshot, const Pod& pod, std::int32_t port) {
  if (!is_subject(snapshot, pod) || !istio::is_in_mesh(snapshot, pod) ||
      !istio::is_redirected(pod, port)) {
    return false;
  }
  const istio::EffectiveMtls now = istio::effective_mtls(snapshot, pod, port);
  const bool by_workload = now.policy != nullptr && !now.policy->is_scope_wide();
  return !by_workload || now.mode == MtlsMode::STRICT;
}

StrictPort strict_port(const Snapshot& snapshot, const Service& service, const ServicePort& port) {
  StrictPort out{.service = &service, .port = &port, .pods = istio::pods_of(snapshot, service)};
  std::erase_if(out.pods, [&](const Pod* pod) {
    const auto target = istio::target_port_in(*pod, port);
    return !target || !becomes_strict(snapshot, *pod, *target);
  });
  return out;
}

std::vector<StrictPort> strict_ports(const Snapshot& snapshot, std::string_view ns) {
  std::vector<StrictPort> out;
  for (const Service& service : snapshot.in_namespace<Service>(ns)) {
    for (const ServicePort& port : service.ports) {
      if (StrictPort each = strict_port(snapshot, service, port); !each.pods.empty()) {
        out.push_back(std::move(each));
      }
    }
  }
  return out;
}

}  // namespace mesh::mtls
