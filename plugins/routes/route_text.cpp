// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/route_text.h"

#include "common/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::routes {

std::string_view symptom_of_missing_cluster(istio::RouteSection section) {
  return section == istio::RouteSection::Http ? "503 NC" : "connection reset";
}

std::string_view effect_of_missing_cluster(istio::RouteSection section) {
  return section == istio::RouteSection::Http ? "requests get 503" : "connections are closed";
}

std::string_view symptom_of_missing_rules(istio::RouteSection needed) {
  switch (needed) {
    case istio::RouteSection::Http:
      return "404 NR";
    case istio::RouteSection::Tls:
      return "connection reset";
    case istio::RouteSection::Tcp:
      return "connection refused";
  }
  return {};
}

std::string_view effect_of_missing_rules(istio::RouteSection needed) {
  switch (needed) {
    case istio::RouteSection::Http:
      return "requests get 404";
    case istio::RouteSection::Tls:
      return "TLS connections are reset";
    case istio::RouteSection::Tcp:
      return "connections are refused";
  }
  return {};
}

std::string list_ports(std::vector<std::int64_t> ports) {
  std::sort(ports.begin(), ports.end());
  ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
  std::vector<std::string> texts;
  for (const std::int64_t port : ports) {
    texts.push_back(std::to_string(port));
  }
  return (texts.size() == 1 ? "port " : "ports ") + join_and(texts);
}

std::string list_names(std::span<const std::string_view> names) {
  return join_and(std::vector<std::string>(names.begin(), names.end()));
}

std::string describe(const istio::RouteClient& client) {
  if (client.gateway == nullptr) {
    return fmt::format("clients in namespace {}", client.ns);
  }
  return fmt::format("gateway {}, whose pods run in {}", client.gateway->ref.qualified_name(),
                     client.ns);
}

std::vector<std::int64_t> port_numbers(std::span<const istio::RegistryEntry> entries) {
  std::vector<istio::RegistryPort> all;
  for (const istio::RegistryEntry& entry : entries) {
    const std::vector<istio::RegistryPort> ports = entry.ports();
    all.insert(all.end(), ports.begin(), ports.end());
  }
  return numbers_of(all);
}

std::vector<std::int64_t> numbers_of(std::span<const istio::RegistryPort> ports) {
  std::vector<std::int64_t> numbers;
  for (const istio::RegistryPort& port : ports) {
    numbers.push_back(port.number);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

}  // namespace mesh::routes
