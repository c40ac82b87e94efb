// SPDX-License-Identifier: Apache-2.0
#include "common/istio/export_to.h"

#include "common/base/text.h"

#include <algorithm>

namespace mesh::istio {
namespace {

std::span<const std::string_view> in_force(std::span<const std::string_view> export_to,
                                           std::span<const std::string_view> defaults) {
  return export_to.empty() ? defaults : export_to;
}

}  // namespace

bool is_exported(std::span<const std::string_view> export_to,
                 std::span<const std::string_view> defaults, std::string_view owner_ns,
                 std::string_view client_ns) {
  const auto list = in_force(export_to, defaults);
  return list.empty() || std::any_of(list.begin(), list.end(), [&](std::string_view entry) {
           return entry == "*" || entry == client_ns || (entry == "." && owner_ns == client_ns);
         });
}

bool is_private(std::span<const std::string_view> export_to,
                std::span<const std::string_view> defaults, std::string_view owner_ns) {
  if (export_to.empty()) {
    return std::find(defaults.begin(), defaults.end(), ".") != defaults.end();
  }
  const std::string_view first = export_to.front();
  const bool is_one = std::all_of(export_to.begin(), export_to.end(),
                                  [&](std::string_view entry) { return entry == first; });
  return is_one && (first == "." || first == owner_ns);
}

std::vector<std::string_view> export_to_of(const Service& service) {
  std::vector<std::string_view> list;
  const auto annotation = service.meta.annotations.find("networking.istio.io/exportTo");
  for (const std::string_view entry : split(annotation.value_or(""), ',')) {
    if (!trim(entry).empty()) {
      list.push_back(trim(entry));
    }
  }
  return list;
}

}  // namespace mesh::istio
