// SPDX-License-Identifier: Apache-2.0
//
// INJ-10 … INJ-14: whether an injector that was called acts on the pod, in the order in which it
// looks: host network, system namespaces, label or annotation, neverInjectSelector,
// alwaysInjectSelector, policy.
#pragma once

#include "common/istio/injection_reason.h"
#include "common/model/snapshot.h"

#include <string_view>

namespace mesh::istio {

inline constexpr std::string_view kInjectKey = "sidecar.istio.io/inject";

// INJ-14: what becomes of a pod about which nothing else decides.
enum class AutoInject {
  Enabled,
  Disabled,
  Illegal,  // any other word, or none: no pod gets a sidecar, those that ask for one neither
};

// Of an injector's ConfigMap. One without the key `config` (an excerpt, since istiod does not start
// with it) counts as the shipped one: Enabled.
AutoInject auto_inject(const ConfigMap& source);

struct PolicyDecision {
  bool injects = true;
  InjectionReason reason = InjectionReason::Injected;
  ObjectRef object{};  // whose field decides; no name: nothing but the default policy
  FieldPath field{};
};

// `config` is the injector's ConfigMap; nullptr if it is not known (managed control planes), then
// the shipped default holds: policy enabled.
PolicyDecision ask_policy(const Snapshot& snapshot, const ConfigMap* config, const Pod& pod);

// The Namespace as an object to name, also where the snapshot does not hold it.
ObjectRef namespace_ref(const Snapshot& snapshot, std::string_view ns);

}  // namespace mesh::istio
