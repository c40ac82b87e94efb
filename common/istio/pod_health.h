// SPDX-License-Identifier: Apache-2.0
//
// PORT-33: a pod that is not ready gets no requests. Why it is not ready, Kubernetes tells in
// pieces: the phase, the conditions, and the state of each container. The piece that holds up the
// others is the one to name: no node, then init containers in their order, then the containers.
#pragma once

#include "common/model/snapshot.h"

#include <string>

namespace mesh::istio {

enum class Ailment {
  None,           // ready, or nothing tells
  Finished,       // ran to its end or was evicted
  Unschedulable,  // no node takes it
  NodeLost,       // its node does not answer
  Image,          // an image cannot be pulled
  CannotStart,    // a container cannot be made: its Secret or ConfigMap is missing, …
  Crash,          // a container ends again and again, or has ended
  Initializing,   // an init container has not finished
  Probe,          // runs, but its probe does not succeed
  Gate,           // a readiness gate is not met
  Starting,       // on its way
};

struct PodHealth {
  Ailment ailment = Ailment::None;
  std::string reason;                    // "image \"x\" cannot be pulled"; empty for None
  const Container* container = nullptr;  // the one to blame; nullptr if it is none
  std::string_view field;  // of that container: "image", "readinessProbe"; may be empty
};

PodHealth health_of(const Pod& pod);

// It may become ready by itself: it is young, and nothing has failed so far.
bool may_be_starting(const Pod& pod, const PodHealth& health, Time now);

}  // namespace mesh::istio
