// SPDX-License-Identifier: Apache-2.0
// The sentences that explain an admission.
#pragma once

#include "common/istio/injection.h"
#include "common/istio/injector_policy.h"
#include "common/istio/webhook_match.h"

#include <string>

namespace mesh::istio {

// Why no webhook is called for the pod.
std::string text_of_no_call(const Snapshot& snapshot, const InjectionDecision& decision,
                            const Pod& pod);

// Why this webhook is not called: the first requirement that is not met, and by whom.
struct Mismatch {
  std::string text;
  FieldPath field;
};

Mismatch mismatch(const InjectorWebhook& webhook, const Labels& ns_labels,
                  const Labels& pod_labels);

// What the injector makes of the pod before it looks at annotations.
std::string text_of_policy(const PolicyDecision& policy, std::string_view revision);

// "label istio-injection=enabled": what stands at a field of labels or annotations.
std::string text_of_field(const Snapshot& snapshot, const ObjectRef& object, const FieldPath& field,
                          const Pod& pod);

}  // namespace mesh::istio
