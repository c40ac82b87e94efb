// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/tls_blocks.h"

#include "common/istio/endpoints.h"
#include "common/istio/injection.h"
#include "common/istio/mesh_config.h"
#include "common/istio/port_protocol.h"
#include "common/istio/proxy.h"
#include "common/istio/redirection.h"
#include "common/istio/service_registry.h"
#include "common/model/host.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mesh::mtls {
namespace {

constexpr std::string_view kServiceSuffix = ".svc.cluster.local";

void append_blocks(const DestinationRule& rule, const TrafficPolicy& policy, const FieldPath& path,
                   const Subset* subset, std::vector<TlsBlock>& out) {
  if (policy.tls) {
    out.push_back({&rule, &*policy.tls, path.with("tls"), std::nullopt, subset});
  }
  for (std::size_t i = 0; i < policy.port_level_settings.size(); ++i) {
    const PortTrafficPolicy& port = policy.port_level_settings[i];
    if (port.tls && port.port && port.port->number) {
      out.push_back(
          {&rule, &*port.tls, path.with("portLevelSettings", i, "tls"), port.port->number, subset});
    }
  }
}

std::vector<const Service*> services_covered(const Snapshot& snapshot, std::string_view host) {
  std::vector<const Service*> services;
  if (!is_wildcard(host)) {
    if (const Service* service = istio::find_service(snapshot, host)) {
      services.push_back(service);
    }
    return services;
  }
  for (const Service& service : snapshot.services()) {
    if (host_covers(host, istio::host_of(service))) {
      services.push_back(&service);
    }
  }
  return services;
}

// A namespace in which no pod is known: its policies speak for all of them if none selects some
// workloads only, and if its pods would have sidecars. A mesh-wide policy short of STRICT is for
// namespaces outside the mesh as well.
std::optional<Receiver> assumed_receiver(const Snapshot& snapshot, std::string_view ns,
                                         const ServicePort* port) {
  const auto policies = snapshot.in_namespace<PeerAuthentication>(ns);
  const bool in_doubt = std::any_of(policies.begin(), policies.end(),
                                    [](const auto& policy) { return !policy.is_scope_wide(); });
  Pod pod;
  pod.ref = {.kind = Kind::Pod, .ns = ns, .name = {}, .api_version = "v1", .origin = {}};
  const istio::EffectiveMtls mtls = istio::namespace_mtls(snapshot, ns);
  const bool is_told =
      mtls.policy != nullptr && (mtls.policy->ref.ns == ns || mtls.mode == MtlsMode::STRICT);
  if (in_doubt || !is_told || !istio::decide_injection(snapshot, pod).injected) {
    return std::nullopt;
  }
  return Receiver{.pod = nullptr, .port = port, .has_sidecar = true, .accepts = mtls};
}

bool shapes(const TlsBlock& block, const ServicePort& port) {
  return port.protocol != "UDP" && (!block.port || *block.port == port.port);
}

Target target_of(const Snapshot& snapshot, const TlsBlock& block, const Service& service) {
  Target target{&service, istio::host_of(service), std::string(service.ref.ns), {}};
  const bool knows_pods = snapshot.knows(Kind::Pod, service.ref.ns);
  for (const ServicePort& port : service.ports) {
    if (!shapes(block, port)) {
      continue;
    }
    for (const Receiver& receiver : receivers_of(snapshot, service, port)) {
      if (block.subset == nullptr || receiver.pod->meta.labels.contains_all(block.subset->labels)) {
        target.receivers.push_back(receiver);
      }
    }
    if (!knows_pods && !service.selector.empty()) {
      if (const auto assumed = assumed_receiver(snapshot, service.ref.ns, &port)) {
        target.receivers.push_back(*assumed);
      }
    }
  }
  return target;
}

// The namespace in "name.namespace.svc.cluster.local" or "*.namespace.svc.cluster.local"; else "".
std::string_view namespace_in(std::string_view host) {
  if (!host.ends_with(kServiceSuffix)) {
    return {};
  }
  host.remove_suffix(kServiceSuffix.size());
  const std::size_t dot = host.find('.');
  return dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1);
}

// The namespaces whose Services a host covers, as far as it or policies of their own name them.
std::set<std::string_view> namespaces_covered(const Snapshot& snapshot, std::string_view host) {
  if (const std::string_view ns = namespace_in(host); !ns.empty()) {
    return {ns};
  }
  std::set<std::string_view> namespaces;
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    if (host_covers(host, fmt::format("*.{}{}", policy.ref.ns, kServiceSuffix))) {
      namespaces.insert(policy.ref.ns);
    }
  }
  namespaces.erase(istio::root_namespace(snapshot));
  return namespaces;
}

// The files hold no Services at all: the host says in which namespaces its pods would be.
std::vector<Target> unseen_targets(const Snapshot& snapshot, const std::string& host) {
  std::vector<Target> targets;
  for (const std::string_view ns : namespaces_covered(snapshot, host)) {
    if (snapshot.knows(Kind::Service, ns) || snapshot.knows(Kind::Pod, ns)) {
      continue;
    }
    if (const auto assumed = assumed_receiver(snapshot, ns, nullptr)) {
      targets.push_back(
          {nullptr,
           namespace_in(host).empty() ? fmt::format("*.{}{}", ns, kServiceSuffix) : host,
           std::string(ns),
           {*assumed}});
    }
  }
  return targets;
}

Receiver receiver_of(const Snapshot& snapshot, const Pod& pod, const ServicePort& port) {
  Receiver receiver{
      .pod = &pod, .port = &port, .has_sidecar = istio::is_in_mesh(snapshot, pod), .accepts = {}};
  const auto number = istio::target_port_in(pod, port);
  if (receiver.has_sidecar && number && istio::is_redirected(pod, *number)) {
    receiver.accepts = istio::effective_mtls(snapshot, pod, *number);
  }
  return receiver;
}

}  // namespace

bool Receiver::is_http() const {
  return port != nullptr && istio::is_http(istio::protocol_of(*port).protocol);
}

std::vector<TlsBlock> tls_blocks(const DestinationRule& rule) {
  std::vector<TlsBlock> blocks;
  if (rule.traffic_policy) {
    append_blocks(rule, *rule.traffic_policy, FieldPath("spec", "trafficPolicy"), nullptr, blocks);
  }
  for (std::size_t i = 0; i < rule.subsets.size(); ++i) {
    const Subset& subset = rule.subsets[i];
    if (subset.traffic_policy) {
      append_blocks(rule, *subset.traffic_policy, FieldPath("spec", "subsets", i, "trafficPolicy"),
                    &subset, blocks);
    }
  }
  return blocks;
}

std::vector<Receiver> receivers_of(const Snapshot& snapshot, const Service& service,
                                   const ServicePort& port) {
  std::vector<Receiver> receivers;
  for (const Pod* pod : istio::pods_of(snapshot, service)) {
    if (is_subject(snapshot, *pod) && istio::target_port_in(*pod, port)) {
      receivers.push_back(receiver_of(snapshot, *pod, port));
    }
  }
  return receivers;
}

std::vector<Target> targets_of(const Snapshot& snapshot, const TlsBlock& block) {
  const std::string host = fully_qualified(block.rule->host, block.rule->ref.ns);
  std::vector<Target> targets;
  for (const Service* service : services_covered(snapshot, host)) {
    if (service->is_external_name()) {
      continue;
    }
    Target target = target_of(snapshot, block, *service);
    if (!target.receivers.empty()) {
      targets.push_back(std::move(target));
    }
  }
  return targets.empty() ? unseen_targets(snapshot, host) : targets;
}

void note_gaps(const Snapshot& snapshot, const TlsBlock& block, Reporter& report) {
  const std::string host = fully_qualified(block.rule->host, block.rule->ref.ns);
  const std::string_view ns = namespace_in(host);
  if (!ns.empty() && report.can_tell(snapshot, Kind::Service, ns)) {
    report.can_tell(snapshot, Kind::Pod, ns);
  }
}

}  // namespace mesh::mtls
