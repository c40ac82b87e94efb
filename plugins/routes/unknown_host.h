// SPDX-License-Identifier: Apache-2.0
//
// RTE-1: what to say of a host that stands for nothing, and which host was probably meant.
#pragma once

#include "common/check/reporter.h"
#include "common/model/snapshot.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mesh::routes {

// Refers to the snapshot; indexes the Services by name when first asked.
class UnknownHosts {
 public:
  explicit UnknownHosts(const Snapshot& snapshot) : snapshot_(snapshot) {}

  // `host "reviews" means reviews.shop.svc.cluster.local, which does not exist`: reads on with an
  // effect.
  std::string cause(std::string_view written, std::string_view resource_ns) const;

  // "write reviews.catalog.svc.cluster.local", or how else to mend it.
  std::string remedy(std::string_view written, std::string_view resource_ns);

 private:
  std::optional<std::string> meant(std::string_view written, const std::string& full);
  const std::vector<const Service*>& services_named(std::string_view name);

  const Snapshot& snapshot_;
  std::map<std::string_view, std::vector<const Service*>> services_by_name_;
};

// Name and namespace of a Service's full name; without a namespace if it is another host.
std::pair<std::string_view, std::string_view> service_name_of(std::string_view host);

// Whether absence of `host` (fully qualified) is certain; if not, it is noted as not checked.
bool can_tell_absence(const Snapshot& snapshot, Reporter& report, std::string_view host);

}  // namespace mesh::routes
