// SPDX-License-Identifier: Apache-2.0
//
// What a host name means to a client: a Kubernetes Service (as name.namespace.svc.cluster.local) or
// a host of a ServiceEntry, if it is visible to the client's namespace (RTE-1, RTE-4, RTE-40).
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace mesh::istio {

struct RegistryPort {
  std::int64_t number = 0;
  std::string_view name;
  const ServicePort* service_port = nullptr;  // one of the two
  const ServiceEntryPort* service_entry_port = nullptr;
  const Object* owner = nullptr;  // the Service or ServiceEntry
};

// What a host stands for; neither pointer set: unknown host.
struct RegistryEntry {
  const Service* service = nullptr;
  const ServiceEntry* service_entry = nullptr;

  explicit operator bool() const { return service != nullptr || service_entry != nullptr; }

  const Object& object() const;
  std::vector<RegistryPort> ports() const;
};

// The full host name of a Service.
std::string host_of(const Service& service);

// The Service that a fully qualified host names, visible or not; nullptr if it is none. O(log n).
const Service* find_service(const Snapshot& snapshot, std::string_view host);

// What `host` (already fully qualified, see host.h) means to clients in `client_ns`. An
// ExternalName Service stands for itself. A ServiceEntry with a wildcard host covers more. O(log
// services + service entries).
RegistryEntry look_up(const Snapshot& snapshot, std::string_view host, std::string_view client_ns);

// Whether the snapshot can tell that `host` does not exist. The name of a Service: Services of its
// namespace are covered, and files hold at least one of them. Any other name: ServiceEntries are
// covered. Never for `x.ns.svc.<other domain>`, which may be the mesh's own domain.
bool can_tell_absence(const Snapshot& snapshot, std::string_view host);

// Whether what a host stands for is exported to clients in `client_ns` (RTE-4).
bool is_visible(const Snapshot& snapshot, const RegistryEntry& entry, std::string_view client_ns);

// The same answers for checks that ask for many hosts: hosts of ServiceEntries are indexed once.
// Refers to the snapshot.
class Registry {
 public:
  explicit Registry(const Snapshot& snapshot);

  // Everything that stands for `host`, exported or not: the Service first. Hosts of ServiceEntries
  // with a wildcard come last. O(log services + wildcard hosts).
  std::vector<RegistryEntry> find_all(std::string_view host) const;

  // What clients in `client_ns` get.
  RegistryEntry look_up(std::string_view host, std::string_view client_ns) const;

  // Whether a host or wildcard of a DestinationRule or Sidecar has anything to do with a
  // known host. O(all hosts) for wildcards.
  bool overlaps_any(std::string_view pattern) const;

 private:
  const Snapshot* snapshot_;
  std::unordered_map<std::string, std::vector<const ServiceEntry*>> entries_by_host_;
  std::vector<std::pair<std::string, const ServiceEntry*>> wildcard_entries_;
};

// All fully qualified hosts of Services and ServiceEntries, for suggestions. O(all).
std::vector<std::string> known_hosts(const Snapshot& snapshot);

}  // namespace mesh::istio
