// SPDX-License-Identifier: Apache-2.0
#include "common/istio/peer_authentication.h"

#include "common/istio/mesh_config.h"

#include <string>

namespace mesh::istio {
namespace {

const PeerAuthentication* older_of(const PeerAuthentication* a, const PeerAuthentication& b) {
  return a == nullptr || is_older(b, *a) ? &b : a;
}

// MTLS-4: a level counts only if it states a mode.
void apply(const PeerAuthentication* policy, EffectiveMtls& effective) {
  if (policy != nullptr && policy->mtls && policy->mtls->mode != MtlsMode::UNSET) {
    effective = {policy->mtls->mode, policy, FieldPath("spec", "mtls", "mode")};
  }
}

void apply_port(const PeerAuthentication& policy, std::int32_t port, EffectiveMtls& effective) {
  if (!policy.port_level_mtls) {
    return;
  }
  const std::string wanted = std::to_string(port);
  for (const auto& [number, mtls] : *policy.port_level_mtls) {
    if (number == wanted && mtls.mode != MtlsMode::UNSET) {
      effective = {mtls.mode, &policy, FieldPath("spec", "portLevelMtls", wanted, "mode")};
    }
  }
}

}  // namespace

std::string_view text(MtlsMode mode) {
  switch (mode) {
    case MtlsMode::UNSET:
      return "UNSET";
    case MtlsMode::DISABLE:
      return "DISABLE";
    case MtlsMode::PERMISSIVE:
      return "PERMISSIVE";
    case MtlsMode::STRICT:
      return "STRICT";
  }
  return {};
}

const PeerAuthentication* namespace_policy(const Snapshot& snapshot, std::string_view ns) {
  const PeerAuthentication* oldest = nullptr;
  for (const PeerAuthentication& policy : snapshot.in_namespace<PeerAuthentication>(ns)) {
    if (policy.is_scope_wide()) {
      oldest = older_of(oldest, policy);
    }
  }
  return is_discovered(snapshot, ns) ? oldest : nullptr;
}

const PeerAuthentication* mesh_policy(const Snapshot& snapshot) {
  return namespace_policy(snapshot, root_namespace(snapshot));
}

const PeerAuthentication* workload_policy(const Snapshot& snapshot, const Pod& pod) {
  if (pod.ref.ns == root_namespace(snapshot)) {
    return nullptr;
  }
  const PeerAuthentication* oldest = nullptr;
  for (const PeerAuthentication& policy : snapshot.in_namespace<PeerAuthentication>(pod.ref.ns)) {
    if (!policy.is_scope_wide() && pod.meta.labels.contains_all(policy.selector->match_labels)) {
      oldest = older_of(oldest, policy);
    }
  }
  return is_discovered(snapshot, pod.ref.ns) ? oldest : nullptr;
}

EffectiveMtls namespace_mtls(const Snapshot& snapshot, std::string_view ns) {
  EffectiveMtls effective;
  apply(mesh_policy(snapshot), effective);
  apply(namespace_policy(snapshot, ns), effective);
  return effective;
}

EffectiveMtls effective_mtls(const Snapshot& snapshot, const Pod& pod, std::int32_t port) {
  EffectiveMtls effective = namespace_mtls(snapshot, pod.ref.ns);
  if (const PeerAuthentication* policy = workload_policy(snapshot, pod)) {
    apply(policy, effective);
    apply_port(*policy, port, effective);
  }
  return effective;
}

}  // namespace mesh::istio
