// SPDX-License-Identifier: Apache-2.0
//
// RTE-4, RTE-21, RTE-22: how near an object is to a client by its exportTo. What is private to the
// client's namespace comes first, then what is exported to it by name, then what is public.
#pragma once

#include <span>
#include <string_view>

namespace mesh::istio {

enum class Visibility { Private, Named, Public, Hidden };

// `defaults` (MeshConfig's default…ExportTo) holds where `export_to` is empty; of it only "." and
// "*" count. Both empty: public.
Visibility visibility_to(std::span<const std::string_view> export_to,
                         std::span<const std::string_view> defaults, std::string_view owner_ns,
                         std::string_view client_ns);

}  // namespace mesh::istio
