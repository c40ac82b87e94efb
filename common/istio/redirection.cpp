// SPDX-License-Identifier: Apache-2.0
#include "common/istio/redirection.h"

#include "common/base/text.h"
#include "common/istio/filter_chain.h"
#include "common/istio/mesh_service.h"

#include <algorithm>
#include <array>
#include <vector>

namespace mesh::istio {
namespace {

// The ports of the sidecar itself that are never redirected.
constexpr std::array<std::int32_t, 3> kOwnPorts{15020, 15021, 15090};

constexpr std::string_view kProxyContainer = "istio-proxy";
constexpr std::int64_t kProxyUser = 1337;

constexpr std::string_view kIncludeInbound = "traffic.sidecar.istio.io/includeInboundPorts";
constexpr std::string_view kExcludeInbound = "traffic.sidecar.istio.io/excludeInboundPorts";
constexpr std::string_view kIncludePorts = "traffic.sidecar.istio.io/includeOutboundPorts";
constexpr std::string_view kExcludePorts = "traffic.sidecar.istio.io/excludeOutboundPorts";
constexpr std::string_view kIncludeRanges = "traffic.sidecar.istio.io/includeOutboundIPRanges";
constexpr std::string_view kExcludeRanges = "traffic.sidecar.istio.io/excludeOutboundIPRanges";

bool lists_any(std::string_view list, auto&& is_meant) {
  const std::vector<std::string_view> entries = split(list, ',');
  return std::any_of(entries.begin(), entries.end(),
                     [&](std::string_view entry) { return is_meant(trim(entry)); });
}

// "8080,9090"
bool lists_port(std::string_view list, std::int64_t port) {
  return lists_any(list, [&](std::string_view entry) { return parse_number(entry) == port; });
}

// "10.0.0.0/8,192.168.7.1/32"
bool lists_address(std::string_view list, const std::string& address) {
  return lists_any(list, [&](std::string_view entry) {
    return !entry.empty() && is_in_network(address, std::string(entry));
  });
}

}  // namespace

bool is_sidecars_own(std::int32_t port) {
  return std::find(kOwnPorts.begin(), kOwnPorts.end(), port) != kOwnPorts.end();
}

std::string_view inbound_bypass(const Pod& pod, std::int32_t port) {
  const Labels& annotations = pod.meta.annotations;
  if (is_sidecars_own(port)) {
    return {};
  }
  if (lists_port(annotations.get(kExcludeInbound), port)) {
    return kExcludeInbound;
  }
  const auto included = annotations.find(kIncludeInbound);
  const bool is_included = !included || trim(*included) == "*" || lists_port(*included, port);
  return is_included ? std::string_view() : kIncludeInbound;
}

bool is_redirected(const Pod& pod, std::int32_t port) {
  return !is_sidecars_own(port) && inbound_bypass(pod, port).empty();
}

bool has_outbound_ranges(const Pod& pod) {
  const Labels& annotations = pod.meta.annotations;
  return annotations.contains(kIncludeRanges) || annotations.contains(kExcludeRanges);
}

std::string_view outbound_bypass(const Pod& pod, const std::string& address, std::int64_t port) {
  const Labels& annotations = pod.meta.annotations;
  if (lists_port(annotations.get(kExcludePorts), port)) {
    return kExcludePorts;
  }
  if (address == kUnspecified) {
    return {};
  }
  if (lists_address(annotations.get(kExcludeRanges), address)) {
    return kExcludeRanges;
  }
  const auto ranges = annotations.find(kIncludeRanges);
  const bool is_included = !ranges || trim(*ranges) == "*" || lists_address(*ranges, address) ||
                           lists_port(annotations.get(kIncludePorts), port);
  return is_included ? std::string_view() : kIncludeRanges;
}

std::optional<ContainerAsProxyUser> container_as_proxy_user(const Pod& pod) {
  const std::vector<Container>& containers = pod.spec.containers;
  const auto applications =
      std::count_if(containers.begin(), containers.end(),
                    [](const Container& each) { return each.name != kProxyContainer; });
  for (std::size_t i = 0; i < containers.size(); ++i) {
    const auto& own = containers[i].security_context;
    const bool is_own = own && own->run_as_user;
    const auto user = is_own ? own->run_as_user : pod.spec.security_context.run_as_user;
    if (containers[i].name != kProxyContainer && user == kProxyUser) {
      return ContainerAsProxyUser{
          .container = &containers[i],
          .field = is_own ? pod.path("spec", "containers", i, "securityContext", "runAsUser")
                          : pod.path("spec", "securityContext", "runAsUser"),
          .is_alone = applications == 1};
    }
  }
  return std::nullopt;
}

}  // namespace mesh::istio
