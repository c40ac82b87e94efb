// SPDX-License-Identifier: Apache-2.0
#include "common/load/scope_plan.h"

#include "common/load/mesh_signs.h"
#include "common/model/ingress_controllers.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::load {
namespace {

constexpr std::size_t kMostNamespaces = 20;  // more are read faster in one list
constexpr std::size_t kMostSelectors = 8;

constexpr Kinds kPodKinds = kPodsAndWorkloads | Kinds{Kind::EndpointSlice, Kind::Ingress};

// Without VirtualServices nobody asks where a host leads, but for the hosts of the scope.
constexpr Kinds kHostKinds{Kind::DestinationRule, Kind::Service};

Kinds without(Kinds all, Kinds some) {
  for (const KindInfo& kind : all_kinds()) {
    if (some.contains(kind.kind)) {
      all.remove(kind.kind);
    }
  }
  return all;
}

Kinds common_of(Kinds a, Kinds b) {
  return without(a, without(a, b));
}

ListRequest pods_by_label(std::string selector) {
  ListRequest list = list_of(Kind::Pod, "");
  list.label_selector = std::move(selector);
  list.metadata_only = true;
  return list;
}

// The pods of ingress controllers that are known by their label.
ListRequest ingress_controllers() {
  return pods_by_label(
      fmt::format("{} in ({})", kIngressControllerLabel, fmt::join(kIngressControllers, ",")));
}

std::string selector_text(const Labels& labels) {
  std::string text;
  for (const auto& [key, value] : labels) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", key, value);
  }
  return text;
}

}  // namespace

ScopePlan::ScopePlan(const ClusterOptions& options) : options_(options) {
  if (!is_narrow()) {
    return;
  }
  local_ = common_of(kPodKinds, options.kinds);
  if (!reads(Kind::VirtualService)) {
    local_ = local_ | common_of(kHostKinds, options.kinds);
  }
  wanted_.insert(options.namespaces.begin(), options.namespaces.end());
  wanted_.insert(options.istio_namespace);
}

bool ScopePlan::is_narrow() const {
  return options_.only_for_findings && !options_.whole_mesh && !options_.namespaces.empty() &&
         reads(Kind::Pod);
}

// The checks that judge what clients send read all of these.
bool ScopePlan::judges_clients() const {
  return reads(Kind::DestinationRule) && reads(Kind::PeerAuthentication) &&
         reads(Kind::MutatingWebhookConfiguration);
}

bool ScopePlan::is_in_scope(const Object& object) const {
  const std::vector<std::string>& namespaces = options_.namespaces;
  return std::find(namespaces.begin(), namespaces.end(), object.ref.ns) != namespaces.end();
}

std::vector<ListRequest> ScopePlan::next(SnapshotBuilder& builder) {
  switch (step_) {
    case Step::Begin:
      step_ = is_narrow() ? Step::Named : Step::Injectors;
      return begin();
    case Step::Injectors:
      step_ = Step::Done;
      return injector_configs(builder);
    case Step::Named:
      step_ = Step::Found;
      return named(builder);
    case Step::Found:
      step_ = Step::Last;
      return found(builder);
    case Step::Last:
      step_ = Step::Done;
      return last(builder);
    case Step::Done:
      break;
  }
  return {};
}

void ScopePlan::give_up(Kind kind) {
  given_up_.add(kind);
  local_.remove(kind);
}

std::vector<ListRequest> ScopePlan::begin() {
  std::vector<ListRequest> lists =
      cluster_lists(without(options_.kinds, local_ | Kinds{Kind::Secret}), options_);
  const std::vector<ListRequest> local = local_lists();
  lists.insert(lists.end(), local.begin(), local.end());
  // Who judges the control plane reads one of these.
  if (is_narrow() && (reads(Kind::Secret) || reads(Kind::EndpointSlice))) {
    lists.push_back(pods_by_label("app=istiod"));
    lists.push_back(pods_by_label("istio=pilot"));
  }
  return lists;
}

// Where an injector is elsewhere, so is its configuration.
std::vector<ListRequest> ScopePlan::injector_configs(const SnapshotBuilder& read) const {
  std::vector<ListRequest> lists;
  for (const std::string& ns : injector_namespaces(read)) {
    if (reads(Kind::ConfigMap) && ns != options_.istio_namespace) {
      lists.push_back(list_of(Kind::ConfigMap, ns));
    }
  }
  return lists;
}

std::vector<ListRequest> ScopePlan::named(SnapshotBuilder& builder) {
  want_control_plane(builder);
  want_rules(builder);
  want_routes(builder);
  std::set<std::string> selectors;
  for (const Gateway& gateway : builder.added<Gateway>()) {
    selectors.insert(selector_text(gateway.selector));
  }
  if (is_everywhere_ || (reads(Kind::MutatingWebhookConfiguration) && !has_injector(builder)) ||
      wanted_.size() > kMostNamespaces || selectors.size() > kMostSelectors ||
      selectors.contains("")) {
    step_ = Step::Injectors;
    return everything(builder);
  }
  std::vector<ListRequest> lists = local_lists();
  const std::vector<ListRequest> configs = injector_configs(builder);
  lists.insert(lists.end(), configs.begin(), configs.end());
  if (!given_up_.contains(Kind::Pod) && !builder.added<Ingress>().empty()) {
    lists.push_back(ingress_controllers());
  }
  for (const std::string& selector : selectors) {
    if (!given_up_.contains(Kind::Pod)) {
      lists.push_back(pods_by_label(selector));
    }
  }
  return lists;
}

std::vector<ListRequest> ScopePlan::found(SnapshotBuilder& builder) {
  if (wanted_.size() > kMostNamespaces ||
      (!receivers_.empty() && may_refuse_mtls(builder, receivers_))) {
    step_ = Step::Done;
    return everything(builder);
  }
  return local_lists();
}

// What serves a Gateway that selects no gateway may be anywhere.
std::vector<ListRequest> ScopePlan::last(SnapshotBuilder& builder) {
  for (const Gateway& gateway : builder.added<Gateway>()) {
    if (is_in_scope(gateway) && !selects_a_gateway(builder, gateway)) {
      return everything(builder);
    }
  }
  return {};
}

// The local kinds in the namespaces that are wanted and not asked for yet.
std::vector<ListRequest> ScopePlan::local_lists() {
  std::vector<ListRequest> lists;
  for (const std::string& ns : wanted_) {
    if (!asked_.insert(ns).second) {
      continue;
    }
    for (const KindInfo& kind : all_kinds()) {
      if (local_.contains(kind.kind)) {
        lists.push_back(list_of(kind.kind, ns));
      }
    }
  }
  return lists;
}

std::vector<ListRequest> ScopePlan::everything(SnapshotBuilder& builder) {
  for (const KindInfo& kind : all_kinds()) {
    if (local_.contains(kind.kind)) {
      builder.drop(kind.kind);
    }
  }
  return cluster_lists(local_, options_);
}

void ScopePlan::want_host(const HostNamespaces& found) {
  wanted_.insert(found.namespaces.begin(), found.namespaces.end());
  is_everywhere_ = is_everywhere_ || found.anywhere;
}

void ScopePlan::want_rules(const SnapshotBuilder& read) {
  for (const DestinationRule& rule : read.added<DestinationRule>()) {
    const RuleTls tls = tls_of(rule);
    if (!is_in_scope(rule)) {
      // That of the root namespace is everybody's.
      is_everywhere_ =
          is_everywhere_ || (judges_clients() && tls.is_other && roots_.contains(rule.ref.ns));
      continue;
    }
    const HostNamespaces host = namespaces_of_host(rule.host, rule.ref.ns);
    want_host(host);
    // Gateways anywhere look for its credential where they run.
    is_everywhere_ = is_everywhere_ ||
                     (reads(Kind::Secret) && !rule.workload_selector && !tls.credentials.empty());
    if (judges_clients() && tls.is_mutual) {
      receivers_.insert(host.namespaces.begin(), host.namespaces.end());
    }
    // Clients of other namespaces may be harmed.
    is_everywhere_ = is_everywhere_ || (judges_clients() && tls.is_other);
  }
}

// Where rules of the scope lead, and who follows them: clients of the namespaces that they are
// exported to, and of the rules that delegate to them. The pods of a ServiceEntry are in its own
// namespace, whatever its hosts. If a Sidecar leaves out its own namespace's rules, who else uses
// them matters.
void ScopePlan::want_routes(const SnapshotBuilder& read) {
  for (const VirtualService& service : read.added<VirtualService>()) {
    if (!is_in_scope(service) && !delegates_to(service, options_.namespaces)) {
      continue;
    }
    want_host(destinations_of(service));
    wanted_.emplace(service.ref.ns);
    for (const std::string_view ns : service.export_to) {
      if (ns.find_first_of(".*~") == std::string_view::npos) {
        wanted_.emplace(ns);
      }
    }
  }
  for (const ServiceEntry& entry : read.added<ServiceEntry>()) {
    if (entry.workload_selector) {
      wanted_.emplace(entry.ref.ns);
    }
  }
  for (const Sidecar& sidecar : read.added<Sidecar>()) {
    const bool concerns = is_in_scope(sidecar) || roots_.contains(sidecar.ref.ns);
    is_everywhere_ = is_everywhere_ ||
                     (reads(Kind::VirtualService) && concerns && leaves_out_own_rules(sidecar));
  }
}

void ScopePlan::want_control_plane(const SnapshotBuilder& read) {
  const std::set<std::string> injectors = injector_namespaces(read);
  wanted_.insert(injectors.begin(), injectors.end());
  roots_.insert(options_.istio_namespace);
  for (const ConfigMap& config_map : read.added<ConfigMap>()) {
    const auto& mesh = config_map.data.mesh_config;
    if (mesh && !mesh->root_namespace.empty()) {
      roots_.emplace(mesh->root_namespace);
    }
    // Whoever has no rule that says so sends plaintext.
    is_everywhere_ =
        is_everywhere_ || (mesh && judges_clients() && mesh->enable_auto_mtls == false);
  }
  wanted_.insert(roots_.begin(), roots_.end());
}

}  // namespace mesh::load
