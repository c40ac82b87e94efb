// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/route_text.h"

#include "common/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::routes {
namespace {

const std::vector<RouteDestination>& route_of(const istio::RoutedDestination& destination) {
  const VirtualService& owner = *destination.virtual_service;
  switch (destination.section) {
    case istio::RouteSection::Tls:
      return owner.tls[destination.rule].route;
    case istio::RouteSection::Tcp:
      return owner.tcp[destination.rule].route;
    case istio::RouteSection::Http:
      break;
  }
  return owner.http[destination.rule].route;
}

// RTE-33: in percent; 100 for the only one.
double share_of(const istio::RoutedDestination& destination) {
  double total = 0;
  double own = 0;
  for (const RouteDestination& each : route_of(destination)) {
    const auto weight = static_cast<double>(std::max<std::int64_t>(each.weight, 0));
    total += weight;
    if (each.destination && &*each.destination == destination.destination) {
      own = weight;
    }
  }
  return total > 0 && route_of(destination).size() > 1 ? own * 100 / total : 100;
}

}  // namespace

std::string_view symptom_of_missing_cluster(istio::RouteSection section) {
  return section == istio::RouteSection::Http ? "503 NC" : "connection reset";
}

std::string_view effect_of_missing_cluster(istio::RouteSection section) {
  return section == istio::RouteSection::Http ? "requests get 503" : "connections are closed";
}

std::string effect_of_missing_cluster(const istio::RoutedDestination& destination) {
  const std::string_view effect = effect_of_missing_cluster(destination.section);
  const double share = share_of(destination);
  return share < 100 ? fmt::format("{}{:.3g}% of {}", share < 0.1 ? "less than " : "",
                                   std::max(share, 0.1), effect)
                     : std::string(effect);
}

std::string_view credential_named_by(const ServerTlsSettings& tls) {
  return tls.credential_names.empty() ? tls.credential_name : tls.credential_names.front();
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
