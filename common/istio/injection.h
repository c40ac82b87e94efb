// SPDX-License-Identifier: Apache-2.0
//
// Whether a pod would get a sidecar when it is created: first the API server asks the webhooks
// whose selectors match the namespace and the pod (INJ-4, INJ-5), then the injector decides
// (INJ-10 … INJ-14). Where the snapshot covers no webhook configurations (files), those of a stock
// installation are taken. What else may happen on the way is told by admission.h: that a call
// fails, that an injector refuses a bad annotation, that the API server refuses the result.
#pragma once

#include "common/istio/injection_reason.h"
#include "common/istio/webhook_match.h"
#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct InjectionDecision {
  bool injected = false;
  InjectionReason reason = InjectionReason::NamespaceNotEnrolled;
  std::string revision;                   // that acts; the label's value if it is not served
  std::vector<InjectorWebhook> webhooks;  // called, by configuration name; the last to inject wins
  ObjectRef decided_by;                   // the object whose field decides
  FieldPath field;
};

// The field that makes a webhook be called for the pod: a label of the namespace or of the pod,
// else the webhook's own selector. Without a configuration: of a stock installation.
struct Decider {
  ObjectRef object;
  FieldPath field;
};

Decider enrolled_by(const Snapshot& snapshot, const Pod& pod, const InjectorWebhook& webhook);

// There is surely no injector webhook. Files prove that too if they hold the manifests of a control
// plane: every way to install Istio makes the webhooks together with istiod and the injector's
// ConfigMap. A ConfigMap that was read from a cluster proves nothing: webhooks are not in `kubectl
// get all`.
bool lacks_injector(const Snapshot& snapshot);

InjectionDecision decide_injection(const Snapshot& snapshot, const Pod& pod);

// For a pod of the namespace that says nothing itself: what the namespace's labels bring about.
InjectionDecision decide_for_namespace(const Snapshot& snapshot, const Namespace& ns);

// For the same pod without sidecar.istio.io/inject, as label or annotation.
InjectionDecision decide_without_opt_out(const Snapshot& snapshot, const Pod& pod);

}  // namespace mesh::istio
