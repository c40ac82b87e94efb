// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/mesh_wide.h"

#include "common/istio/destination_rule.h"
#include "common/istio/mesh_config.h"

#include <algorithm>
#include <array>

namespace mesh::mtls {
namespace {

bool is_for_all_services(const Snapshot& snapshot, const TlsBlock& block) {
  constexpr std::array<std::string_view, 4> kAllServices{"*", "*.local", "*.cluster.local",
                                                         "*.svc.cluster.local"};
  const DestinationRule& rule = *block.rule;
  // Where the Services are known, MTLS001 and MTLS003 tell which of them a namespace's own rule
  // hits.
  const bool counts =
      rule.ref.ns == istio::root_namespace(snapshot) || !snapshot.knows(Kind::Service);
  return block.is_whole_rule() && counts &&
         std::find(kAllServices.begin(), kAllServices.end(), rule.host) != kAllServices.end();
}

// For a Service whose namespace has no rules of its own; with a rule of the root namespace for a
// client whose namespace has none either.
bool is_in_force(const Snapshot& snapshot, const TlsBlock& block) {
  const std::string_view ns = block.rule->ref.ns;
  const std::string_view client_ns = ns == istio::root_namespace(snapshot) ? "" : ns;
  const istio::SelectedRules selected = istio::select_destination_rules(
      snapshot, client_ns, "service.namespace.svc.cluster.local", {});
  return istio::client_tls(selected, 0).settings == block.settings;
}

bool contradicts(MtlsMode policy, ClientTlsMode client) {
  return (policy == MtlsMode::STRICT && client == ClientTlsMode::DISABLE) ||
         (policy == MtlsMode::DISABLE && client == ClientTlsMode::ISTIO_MUTUAL);
}

}  // namespace

const PeerAuthentication* conflicting_mesh_policy(const Snapshot& snapshot, const TlsBlock& block) {
  const PeerAuthentication* policy = istio::mesh_policy(snapshot);
  if (policy == nullptr || !policy->mtls) {
    return nullptr;
  }
  const bool conflict = contradicts(policy->mtls->mode, block.settings->effective_mode()) &&
                        is_for_all_services(snapshot, block) && is_in_force(snapshot, block);
  return conflict ? policy : nullptr;
}

}  // namespace mesh::mtls
