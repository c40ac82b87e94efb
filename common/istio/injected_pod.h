// SPDX-License-Identifier: Apache-2.0
//
// What an injector answers for a pod that it acts on: the pod it makes of it, or why it refuses
// (INJ-16). Follows injectPod of pkg/kube/inject/webhook.go: annotations, templates laid over the
// pod one after the other, the user's own fields laid over that, metrics merging, order.
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct InjectedPod {
  Pod pod;
  std::vector<std::string_view> with_resources;  // containers with the proxy's requests and limits
};

struct Refusal {
  std::string text;  // empty: not refused
  FieldPath field;   // in the pod: the annotation at fault
};

struct InjectorAnswer {
  InjectedPod result;
  Refusal refusal;
};

// `config` as in ask_policy(); `revision` is the injector's own.
InjectorAnswer inject(const Snapshot& snapshot, const ConfigMap* config, std::string_view revision,
                      const Pod& pod);

}  // namespace mesh::istio
