// SPDX-License-Identifier: Apache-2.0
//
// The tls blocks of DestinationRules, and what the traffic that they shape arrives at. What a block
// means for a pod is for the checks to say; which clients it decides for is told by clients.h.
#pragma once

#include "common/check/reporter.h"
#include "common/istio/peer_authentication.h"
#include "common/model/snapshot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::mtls {

// One tls block: of the rule, of one of its ports, or of a subset.
struct TlsBlock {
  const DestinationRule* rule = nullptr;
  const ClientTlsSettings* settings = nullptr;
  FieldPath field;
  std::optional<std::int64_t> port;  // of portLevelSettings; nullopt: all ports
  const Subset* subset = nullptr;

  bool is_whole_rule() const { return !port && subset == nullptr; }
};

std::vector<TlsBlock> tls_blocks(const DestinationRule& rule);

// One pod behind a Service port, as a connection meets it.
struct Receiver {
  const Pod* pod = nullptr;  // nullptr: the input holds no pods, the namespace stands for them
  const ServicePort* port = nullptr;  // nullptr: nor does it hold the Service
  bool has_sidecar = false;
  std::optional<istio::EffectiveMtls> accepts;  // nullopt: no proxy looks at what arrives

  bool requires_mtls() const { return accepts && accepts->mode == MtlsMode::STRICT; }

  bool refuses_mtls() const { return accepts && accepts->mode == MtlsMode::DISABLE; }

  // Declared as HTTP: the proxy reads it as HTTP (PORT-7).
  bool is_http() const;

  bool is_stand_in() const { return pod == nullptr || pod->stands_in; }
};

// A Service that a rule's host covers, with all pods behind all its TCP ports.
struct Target {
  const Service* service = nullptr;  // nullptr: known by its host only
  std::string host;                  // fully qualified; of an unknown Service it may be a wildcard
  std::string ns;
  std::vector<Receiver> receivers;
};

// The pods behind one port, with what they take there; those that is_subject() leaves.
std::vector<Receiver> receivers_of(const Snapshot& snapshot, const Service& service,
                                   const ServicePort& port);

// Those Services and ports that `block` can shape. Where the input holds no pods, policies of the
// namespace tell what they would take, if they leave no doubt.
std::vector<Target> targets_of(const Snapshot& snapshot, const TlsBlock& block);

// Notes as not checked what the input does not hold of the pods behind `block`.
void note_gaps(const Snapshot& snapshot, const TlsBlock& block, Reporter& report);

}  // namespace mesh::mtls
