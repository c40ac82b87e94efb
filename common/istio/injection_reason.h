// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mesh::istio {

// What settles whether a pod gets a sidecar.
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
  PolicyIllegal,         // INJ-14: no known word
  SelectorsExclude,      // custom selectors that no rule above explains
};

}  // namespace mesh::istio
