// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/clients.h"

#include "common/base/text.h"
#include "common/istio/destination_rule.h"
#include "common/istio/mesh_config.h"
#include "common/istio/port_protocol.h"
#include "common/istio/proxy.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>
#include <set>

namespace mesh::mtls {
namespace {

// MTLS-36. MTLS-37: where a port block without tls takes a DISABLE away, the endpoints stay marked
// by it, so plaintext goes to them all the same; a headless Service has no such marks.
bool is_in_force(const Snapshot& snapshot, const TlsBlock& block, const Target& target,
                 std::int64_t port, std::string_view client_ns, const Labels* client_labels) {
  const istio::SelectedRules selected =
      istio::select_destination_rules(snapshot, client_ns, target.host, target.ns, client_labels);
  const std::string_view subset = block.subset == nullptr ? std::string_view() : block.subset->name;
  const istio::ClientTls tls = istio::client_tls(selected, port, subset);
  const bool is_headless = target.service != nullptr && target.service->is_headless();
  const bool by_mark = tls.settings == nullptr && tls.endpoint_settings == block.settings &&
                       block.settings->effective_mode() == ClientTlsMode::DISABLE && !is_headless;
  return tls.settings == block.settings || by_mark;
}

std::int64_t port_of(const TlsBlock& block, const Receiver& receiver) {
  return receiver.port != nullptr ? receiver.port->port : block.port.value_or(0);
}

// A workload's calls to itself are not what its owner looks for.
bool is_only_workload(const std::vector<Receiver>& receivers, const Pod& client) {
  return std::all_of(receivers.begin(), receivers.end(), [&](const Receiver& receiver) {
    return receiver.pod != nullptr && receiver.pod->workload == client.workload;
  });
}

std::set<std::int64_t> ports_of(const TlsBlock& block, const std::vector<Receiver>& receivers) {
  std::set<std::int64_t> ports;
  for (const Receiver& receiver : receivers) {
    ports.insert(port_of(block, receiver));
  }
  return ports;
}

std::size_t count_pods(const std::vector<Receiver>& receivers) {
  std::set<const Pod*> pods;
  for (const Receiver& receiver : receivers) {
    pods.insert(receiver.pod);
  }
  return pods.size();
}

// Sorted, each once. There may be thousands, most of them named more than once.
std::vector<std::string> workload_names_of(std::vector<const Pod*> pods) {
  std::sort(pods.begin(), pods.end());
  pods.erase(std::unique(pods.begin(), pods.end()), pods.end());
  std::vector<std::string> names;
  names.reserve(pods.size());
  for (const Pod* pod : pods) {
    names.push_back(pod->workload.qualified_name());
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string services_text(const std::vector<const Service*>& services) {
  if (services.empty()) {
    return {};
  }
  if (services.size() > 3) {
    return " of " + std::to_string(services.size()) + " services";
  }
  std::vector<std::string> names;
  for (const Service* service : services) {
    names.push_back(service->ref.qualified_name());
  }
  return (services.size() == 1 ? " of service " : " of services ") + join_and(names);
}

}  // namespace

void Impact::add(const Target& target, const std::vector<Receiver>& harmed_there,
                 const std::vector<Receiver>& behind) {
  if (harmed_there.empty()) {
    return;
  }
  harmed.insert(harmed.end(), harmed_there.begin(), harmed_there.end());
  for (const Receiver& receiver : behind) {
    pods_behind.insert(receiver.pod);
    some_require_mtls = some_require_mtls || receiver.requires_mtls();
  }
  if (target.service != nullptr) {
    services.push_back(target.service);
  }
}

std::size_t Impact::pods_harmed() const {
  return count_pods(harmed);
}

bool Impact::has_stand_ins() const {
  return std::any_of(harmed.begin(), harmed.end(),
                     [](const Receiver& receiver) { return receiver.is_stand_in(); });
}

Clients::Clients(const Snapshot& snapshot) : snapshot_(snapshot) {
  std::set<ObjectRef> seen;
  const ObjectRef* last = nullptr;  // replicas mostly stand side by side
  for (const Pod& pod : snapshot.pods()) {
    const bool is_known = last != nullptr && *last == pod.workload;
    if (is_known || !is_subject(snapshot, pod) || !istio::is_in_mesh(snapshot, pod)) {
      continue;
    }
    last = &pod.workload;
    if (!seen.insert(pod.workload).second) {
      continue;
    }
    if (namespaces_.empty() || namespaces_.back().ns != pod.ref.ns) {
      namespaces_.push_back({pod.ref.ns, {}});
    }
    namespaces_.back().pods.push_back(&pod);
  }
}

std::vector<const Pod*> Clients::pods() const {
  std::vector<const Pod*> out;
  for (const InNamespace& each : namespaces_) {
    out.insert(out.end(), each.pods.begin(), each.pods.end());
  }
  return out;
}

// MTLS-34: a rule is seen from its own namespace; from others only if it is the Service owner's or
// the root namespace's.
std::span<const Clients::InNamespace> Clients::candidates(const TlsBlock& block,
                                                          const Target& target) const {
  const DestinationRule& rule = *block.rule;
  const bool is_seen_outside =
      rule.ref.ns == target.ns || rule.ref.ns == istio::root_namespace(snapshot_);
  if (is_seen_outside && !rule.workload_selector) {
    return namespaces_;
  }
  const auto own = std::find_if(namespaces_.begin(), namespaces_.end(),
                                [&](const InNamespace& each) { return each.ns == rule.ref.ns; });
  const bool has_clients = own != namespaces_.end();
  return has_clients ? std::span(&*own, 1) : std::span<const InNamespace>();
}

std::vector<const Pod*> Clients::governed(const TlsBlock& block, const Target& target,
                                          const InNamespace& clients, std::int64_t port) const {
  const auto rules = snapshot_.destination_rules_covering(clients.ns, target.host);
  const bool differ = std::any_of(rules.begin(), rules.end(), [](const DestinationRule* rule) {
    return rule->workload_selector.has_value();
  });
  if (!differ) {
    const bool all = is_in_force(snapshot_, block, target, port, clients.ns, nullptr);
    return all ? clients.pods : std::vector<const Pod*>{};
  }
  std::vector<const Pod*> governed = clients.pods;
  std::erase_if(governed, [&](const Pod* pod) {
    return !is_in_force(snapshot_, block, target, port, clients.ns, &pod->meta.labels);
  });
  return governed;
}

// No pods of the namespace in the input: there are clients where the rule stands.
bool Clients::governs_unseen(const TlsBlock& block, const Target& target, std::int64_t port) const {
  const DestinationRule& rule = *block.rule;
  const bool is_root = rule.ref.ns == istio::root_namespace(snapshot_);
  const std::string_view client_ns = is_root ? std::string_view(target.ns) : rule.ref.ns;
  const Labels* labels = rule.workload_selector ? &rule.workload_selector->match_labels : nullptr;
  return !snapshot_.knows(Kind::Pod, client_ns) &&
         is_in_force(snapshot_, block, target, port, client_ns, labels);
}

// The clients whose traffic to this port of the target the block shapes; nullopt: there are none.
std::optional<std::vector<const Pod*>> Clients::clients_of(const TlsBlock& block,
                                                           const Target& target,
                                                           std::int64_t port) const {
  bool is_governed = governs_unseen(block, target, port);
  std::vector<const Pod*> clients;
  for (const InNamespace& each : candidates(block, target)) {
    const std::vector<const Pod*> here = governed(block, target, each, port);
    clients.insert(clients.end(), here.begin(), here.end());
  }
  is_governed = is_governed || !clients.empty();
  return is_governed ? std::optional(std::move(clients)) : std::nullopt;
}

Impact Clients::impact_of(const TlsBlock& block,
                          const std::function<bool(const Receiver& receiver)>& is_harmed) const {
  Impact impact;
  std::vector<const Pod*> clients;
  for (const Target& target : targets_of(snapshot_, block)) {
    std::vector<Receiver> harmed = target.receivers;
    std::erase_if(harmed, [&](const Receiver& receiver) { return !is_harmed(receiver); });
    const std::set<std::int64_t> ports = ports_of(block, harmed);
    std::vector<Receiver> behind = target.receivers;
    for (const std::int64_t port : ports) {
      const auto here = clients_of(block, target, port);
      if (!here) {
        std::erase_if(harmed, [&](const Receiver& each) { return port_of(block, each) == port; });
      }
      for (const Pod* client : here.value_or(std::vector<const Pod*>{})) {
        if (!is_only_workload(harmed, *client)) {
          clients.push_back(client);
        }
      }
    }
    const std::set<std::int64_t> in_force = ports_of(block, harmed);
    std::erase_if(behind,
                  [&](const Receiver& each) { return !in_force.contains(port_of(block, each)); });
    impact.add(target, harmed, behind);
  }
  impact.clients = workload_names_of(std::move(clients));
  return impact;
}

std::string pods_text(const Impact& impact) {
  const std::size_t harmed = impact.pods_harmed();
  std::string pods = impact.is_complete()
                         ? count_of(harmed, "pod")
                         : fmt::format("{} of {} pods", harmed, impact.pods_behind.size());
  if (impact.has_stand_ins()) {
    pods = impact.is_complete() ? "pods" : "some of the pods";
  }
  return pods + services_text(impact.services);
}

std::string_view symptom_of(const Impact& impact, std::string_view http, std::string_view tcp) {
  const bool only_tcp =
      std::all_of(impact.harmed.begin(), impact.harmed.end(), [](const Receiver& r) {
        return r.port != nullptr && istio::is_tcp(istio::protocol_of(*r.port).protocol);
      });
  return only_tcp ? tcp : http;
}

void add_policies(Finding& finding, const std::vector<Receiver>& receivers) {
  std::set<std::pair<ObjectRef, std::string>> named;
  for (const Receiver& receiver : receivers) {
    if (!receiver.accepts || receiver.accepts->policy == nullptr) {
      continue;
    }
    const istio::EffectiveMtls& mtls = *receiver.accepts;
    if (named.insert({mtls.policy->ref, mtls.field.text()}).second) {
      finding.because(mtls.policy->ref, mtls.field, "sets {}", istio::text(mtls.mode));
    }
  }
}

}  // namespace mesh::mtls
