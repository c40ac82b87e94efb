// SPDX-License-Identifier: Apache-2.0
//
// Whether a pod would get a sidecar when it is created: first the API server asks the webhooks
// whose selectors match the namespace and the pod (INJ-4, INJ-5), then the injector decides
// (INJ-10 … INJ-14). The selectors are evaluated as they stand in the cluster; where the snapshot
// covers no webhook configurations (files), those of a stock installation are taken. That a call
// fails, or that an injector refuses a bad annotation (INJ-16), is not looked at here.
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

// What settled the question.
enum class InjectionReason {
  Injected,
  NoWebhook,             // no injector webhook exists at all
  NamespaceNotEnrolled,  // neither label on the namespace nor an opt-in on the pod
  NamespaceOptedOut,     // istio-injection has a value other than enabled
  UnknownRevision,       // the revision or tag named by a label is not served
  PodLabelOptsOut,       // sidecar.istio.io/inject: "false" as a label
  PodAnnotationOptsOut,  // the same as an annotation
  HostNetwork,           // INJ-10
  IgnoredNamespace,      // INJ-11
  NeverInjectSelector,   // INJ-13
  PolicyDisabled,        // INJ-14
  SelectorsExclude,      // custom selectors that no rule above explains
};

struct InjectorWebhook {
  const MutatingWebhookConfiguration* configuration = nullptr;
  const MutatingWebhook* webhook = nullptr;
  std::size_t index = 0;  // in configuration->webhooks
};

struct InjectionDecision {
  bool injected = false;
  InjectionReason reason = InjectionReason::NamespaceNotEnrolled;
  std::string revision;                   // that acts; the label's value if it is not served
  std::vector<InjectorWebhook> webhooks;  // called, by configuration name; the last to inject wins
  ObjectRef decided_by;                   // the object whose field decides
  FieldPath field;
};

// All webhooks of injectors (INJ-1: by the webhook's name), sorted by configuration and index.
std::vector<InjectorWebhook> injector_webhooks(const Snapshot& snapshot);

// The webhook that `istioctl tag set default` switched off: its selectors never match (INJ-5 b).
bool is_deactivated(const MutatingWebhook& webhook);

// There is surely no injector webhook. Files prove that too if they hold the manifests of a control
// plane: every way to install Istio makes the webhooks together with the injector's ConfigMap. A
// ConfigMap that was read from a cluster proves nothing: webhooks are not in `kubectl get all`.
bool lacks_injector(const Snapshot& snapshot);

InjectionDecision decide_injection(const Snapshot& snapshot, const Pod& pod);

// For a pod of the namespace that says nothing itself: what the namespace's labels bring about.
InjectionDecision decide_for_namespace(const Snapshot& snapshot, const Namespace& ns);

// For the same pod without sidecar.istio.io/inject, as label or annotation.
InjectionDecision decide_without_opt_out(const Snapshot& snapshot, const Pod& pod);

}  // namespace mesh::istio
