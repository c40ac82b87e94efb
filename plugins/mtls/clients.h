// SPDX-License-Identifier: Apache-2.0
//
// Which clients a tls block decides for, and which of the pods behind it their traffic harms.
#pragma once

#include "common/check/finding.h"
#include "plugins/mtls/tls_blocks.h"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mesh::mtls {

// What a block does: the pods that it harms, and whose traffic does so.
struct Impact {
  std::vector<Receiver> harmed;
  std::vector<const Service*> services;  // behind which they stand; empty if only the host is known
  std::set<const Pod*> pods_behind;      // pods behind the same ports, harmed or not
  std::vector<std::string> clients;      // workloads, "namespace/name", sorted
  bool some_require_mtls = false;        // of the pods behind the ports

  explicit operator bool() const { return !harmed.empty(); }

  void add(const Target& target, const std::vector<Receiver>& harmed_there,
           const std::vector<Receiver>& behind);
  std::size_t pods_harmed() const;
  bool has_stand_ins() const;

  // One pod and no more, as far as the input shows: what it does is told in the singular.
  bool is_one_pod() const { return pods_harmed() == 1 && !has_stand_ins(); }

  // Every pod behind the ports is harmed.
  bool is_complete() const { return pods_harmed() == pods_behind.size(); }
};

// The workloads with sidecars, by namespace: a view of the snapshot.
class Clients {
 public:
  explicit Clients(const Snapshot& snapshot);

  // One pod of each workload.
  std::vector<const Pod*> pods() const;

  // `is_harmed` says of a receiver whether what the block sends harms it. Empty if no client is
  // governed by the block.
  Impact impact_of(const TlsBlock& block,
                   const std::function<bool(const Receiver& receiver)>& is_harmed) const;

 private:
  struct InNamespace {
    std::string_view ns;
    std::vector<const Pod*> pods;  // one of each workload
  };

  std::span<const InNamespace> candidates(const TlsBlock& block, const Target& target) const;
  std::vector<const Pod*> governed(const TlsBlock& block, const Target& target,
                                   const InNamespace& clients, std::int64_t port) const;
  std::optional<std::vector<const Pod*>> clients_of(const TlsBlock& block, const Target& target,
                                                    std::int64_t port) const;
  bool governs_unseen(const TlsBlock& block, const Target& target, std::int64_t port) const;

  const Snapshot& snapshot_;
  std::vector<InNamespace> namespaces_;
};

// "2 of 3 pods of service shop/cart"; "pods of service shop/cart" where templates stand for them.
std::string pods_text(const Impact& impact);

// "503 UC" if HTTP is among the ports (or sniffed), else what a TCP client sees.
std::string_view symptom_of(const Impact& impact, std::string_view http, std::string_view tcp);

// Adds each policy behind the modes of these pods as a cause.
void add_policies(Finding& finding, const std::vector<Receiver>& receivers);

}  // namespace mesh::mtls
