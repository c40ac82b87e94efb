// SPDX-License-Identifier: Apache-2.0
//
// RTE-4: exportTo of VirtualService, DestinationRule, ServiceEntry, and of Service through the
// annotation networking.istio.io/exportTo.
#pragma once

#include "common/model/snapshot.h"

#include <span>
#include <string_view>
#include <vector>

namespace mesh::istio {

// Whether an object of namespace `owner_ns` is visible to `client_ns`. An empty list means
// `defaults` (MeshConfig's default…ExportTo), and if that is empty too, everybody.
bool is_exported(std::span<const std::string_view> export_to,
                 std::span<const std::string_view> defaults, std::string_view owner_ns,
                 std::string_view client_ns);

// exportTo is exactly [.] or [own namespace], or it is empty and the defaults hold `.`.
bool is_private(std::span<const std::string_view> export_to,
                std::span<const std::string_view> defaults, std::string_view owner_ns);

// The annotation's list.
std::vector<std::string_view> export_to_of(const Service& service);

}  // namespace mesh::istio
