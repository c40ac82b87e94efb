// SPDX-License-Identifier: Apache-2.0
//
// What clients with a sidecar send to each Service where no tls block decides, and the pods that
// cannot take it. A client of the Service's own namespace stands for all. Each mismatch has one
// cause, of which one check speaks.
#pragma once

#include "plugins/mtls/clients.h"

#include <string_view>
#include <vector>

namespace mesh::mtls {

// MTLS-23: what clients go by.
inline constexpr std::string_view kTlsModeLabel = "security.istio.io/tlsMode";

enum class Mismatch {
  AutoMtlsOff,        // MTLS-21: plaintext, for MeshConfig turns auto mTLS off
  NamespaceDisables,  // MTLS-22: plaintext, for policies of mesh or namespace disable mTLS
  PartlyInMesh,       // MTLS-26: plaintext, for not all pods of a headless Service speak mTLS
  PartlyDisabled,     // MTLS-26: mTLS to all of them, and a policy disables it for some
  Label,              // MTLS-23: the label of the pods does not tell what they take
  ProxyBypassed,      // MTLS-8: mTLS to a port at which no proxy takes it
};

struct AutomaticFailure {
  Mismatch mismatch;
  const Service* service = nullptr;
  std::vector<Receiver> harmed;  // what arrives at them fails
  std::vector<Receiver> behind;  // all behind the same ports

  Impact impact() const;
};

// All of a snapshot, by Service: a view of it.
struct AutomaticFailures {
  explicit AutomaticFailures(const Snapshot& snapshot);

  std::vector<AutomaticFailure> all;

  std::vector<const AutomaticFailure*> of(Mismatch mismatch) const;
};

}  // namespace mesh::mtls
