// SPDX-License-Identifier: Apache-2.0
//
// MTLS-10, MTLS-31: the ways by which clients outside the mesh come to a Service's pods: NodePort
// and LoadBalancer Services, and Ingresses, whose controllers have no sidecar unless one is seen.
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <vector>

namespace mesh::mtls {

struct Exposure {
  ObjectRef object;  // the Service itself, or an Ingress
  FieldPath field;   // that opens it
  const Service* service = nullptr;
  std::vector<const ServicePort*> ports;
};

// Sorted by Service. A NodePort Service behind an Ingress is exposed by the Ingress only.
std::vector<Exposure> exposures(const Snapshot& snapshot);

}  // namespace mesh::mtls
