// SPDX-License-Identifier: Apache-2.0
//
// What happens to a pod when it is created, step by step: the API server calls the injector
// webhooks that select it, in the order of their configurations' names and, where the first were
// to look again (reinvocationPolicy), in a second round (INJ-2, INJ-5 b); each injector lets it
// pass, changes it or refuses it (INJ-10 … INJ-16); then the API server looks whether the result is
// a valid pod that the namespace's Pod Security level allows. Other webhooks, quotas and limit
// ranges are not looked at.
#pragma once

#include "common/istio/injection_reason.h"
#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

enum class DeniedBy { Nobody, Injector, Call, PodSecurity, Validation };

// "injector", "call", "podsecurity", "validation"; empty for Nobody.
std::string_view name_of(DeniedBy denied_by);

// One thing that was looked at, and what came of it.
struct AdmissionStep {
  std::string text;
  ObjectRef object{};  // no name: nothing to point at
  FieldPath field{};
  bool detail = false;  // something passed over
};

struct Admission {
  bool injected = false;
  std::string revision;                      // of the last injector that acted; empty: none
  std::vector<std::string> webhooks_called;  // CONFIGURATION/WEBHOOK in order, both rounds
  DeniedBy denied_by = DeniedBy::Nobody;
  std::string error;                    // as the API server says it; empty if the pod is accepted
  std::vector<std::string> containers;  // new in the accepted pod: init containers, then others
  InjectionReason reason = InjectionReason::NamespaceNotEnrolled;  // why there is no sidecar
  std::vector<AdmissionStep> steps;
  std::size_t decided_by = 0;  // an index in `steps`
};

// `pod` as it is sent: see before_injection() for pods that exist.
Admission admit(const Snapshot& snapshot, const Pod& pod);

}  // namespace mesh::istio
