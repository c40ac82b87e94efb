// SPDX-License-Identifier: Apache-2.0
#include "common/load/mesh_signs.h"

#include <algorithm>

namespace mesh::load {
namespace {

bool has_container(const Pod& pod, std::string_view name) {
  const auto is_named = [&](const Container& container) { return container.name == name; };
  return std::any_of(pod.spec.containers.begin(), pod.spec.containers.end(), is_named) ||
         std::any_of(pod.spec.init_containers.begin(), pod.spec.init_containers.end(), is_named);
}

bool runs_router(const Pod& pod) {
  return std::any_of(pod.spec.containers.begin(), pod.spec.containers.end(),
                     [](const Container& container) {
                       return std::find(container.args.begin(), container.args.end(), "router") !=
                              container.args.end();
                     });
}

bool disables_mtls(const PeerAuthentication& policy) {
  const auto is_off = [](const MutualTls& mtls) { return mtls.mode == MtlsMode::DISABLE; };
  return (policy.mtls && is_off(*policy.mtls)) ||
         (policy.port_level_mtls &&
          std::any_of(policy.port_level_mtls->begin(), policy.port_level_mtls->end(),
                      [&](const auto& port) { return is_off(port.second); }));
}

template <typename Predicate>
bool any_workload(const SnapshotBuilder& read, Predicate is_so) {
  const auto any = [&](const auto& list) { return std::any_of(list.begin(), list.end(), is_so); };
  return any(read.added<Deployment>()) || any(read.added<StatefulSet>()) ||
         any(read.added<DaemonSet>()) || any(read.added<ReplicaSet>()) || any(read.added<Job>()) ||
         any(read.added<CronJob>());
}

// Its template then stands in for its pods.
bool may_lack_pods(const Workload& workload) {
  return workload.wants_pods() && !(workload.observed_generation && workload.status_replicas > 0);
}

bool is_istio_injector(const MutatingWebhookConfiguration& configuration) {
  return std::any_of(configuration.webhooks.begin(), configuration.webhooks.end(),
                     [](const MutatingWebhook& webhook) {
                       return webhook.name.find("istio.io") != std::string_view::npos;
                     });
}

}  // namespace

bool may_be_router(const Pod& pod) {
  const std::vector<Container>& containers = pod.spec.containers;
  return std::any_of(containers.begin(), containers.end(), [](const Container& container) {
    return container.name == "istio-proxy" &&
           std::find(container.args.begin(), container.args.end(), "sidecar") ==
               container.args.end();
  });
}

bool has_injector(const SnapshotBuilder& read) {
  const auto configurations = read.added<MutatingWebhookConfiguration>();
  return std::any_of(configurations.begin(), configurations.end(), is_istio_injector);
}

std::set<std::string> injector_namespaces(const SnapshotBuilder& read) {
  std::set<std::string> namespaces;
  for (const MutatingWebhookConfiguration& configuration :
       read.added<MutatingWebhookConfiguration>()) {
    for (const MutatingWebhook& webhook : configuration.webhooks) {
      if (webhook.service && is_istio_injector(configuration)) {
        namespaces.emplace(webhook.service->ns);
      }
    }
  }
  return namespaces;
}

bool leaves_out_own_rules(const Sidecar& sidecar) {
  const auto takes_own = [&](std::string_view host) {
    return host == "./*" || host == "*/*" || host == std::string(sidecar.ref.ns) + "/*";
  };
  return !sidecar.egress.empty() &&
         std::none_of(sidecar.egress.begin(), sidecar.egress.end(), [&](const SidecarEgress& each) {
           return std::any_of(each.hosts.begin(), each.hosts.end(), takes_own);
         });
}

bool delegates_to(const VirtualService& service, const std::vector<std::string>& namespaces) {
  return std::any_of(service.http.begin(), service.http.end(), [&](const HttpRoute& route) {
    const std::string_view own = service.ref.ns;
    return route.delegate &&
           std::find(namespaces.begin(), namespaces.end(),
                     route.delegate->ns.empty() ? own : route.delegate->ns) != namespaces.end();
  });
}

bool selects_a_gateway(const SnapshotBuilder& read, const Gateway& gateway) {
  const auto pods = read.added<Pod>();
  return std::any_of(pods.begin(), pods.end(), [&](const Pod& pod) {
    return pod.meta.labels.contains_all(gateway.selector) && runs_router(pod);
  });
}

bool may_refuse_mtls(const SnapshotBuilder& read, const std::set<std::string>& namespaces) {
  const auto receives = [&](const Object& object) {
    return namespaces.contains(std::string(object.ref.ns));
  };
  const auto is_plain = [&](const Pod& pod) {
    return receives(pod) && !has_container(pod, "istio-proxy");
  };
  const auto is_template = [&](const Workload& workload) {
    return receives(workload) && may_lack_pods(workload);
  };
  const auto pods = read.added<Pod>();
  const auto policies = read.added<PeerAuthentication>();
  return std::any_of(policies.begin(), policies.end(), disables_mtls) ||
         std::any_of(pods.begin(), pods.end(), is_plain) || any_workload(read, is_template);
}

}  // namespace mesh::load
