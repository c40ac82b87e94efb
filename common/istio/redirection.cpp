// SPDX-License-Identifier: Apache-2.0
#include "common/istio/redirection.h"

#include "common/base/text.h"
#include "common/istio/filter_chain.h"
#include "common/istio/mesh_service.h"
#include "common/istio/proxy.h"

#include <algorithm>
#include <array>
#include <vector>

namespace mesh::istio {
namespace {

// The ports of the sidecar itself that are never redirected.
constexpr std::array<std::int32_t, 3> kOwnPorts{15020, 15021, 15090};

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

// The field that makes 1337 of what `of` reads of container i's security context: its own before
// the pod's.
template <typename Of>
std::optional<FieldPath> sets_proxy_user(const Pod& pod, std::size_t i, std::string_view key,
                                         Of&& of) {
  const auto& own = pod.spec.containers[i].security_context;
  const std::optional<std::int64_t> own_number = own ? of(*own) : std::nullopt;
  if (own_number.value_or(kProxyUser) != kProxyUser) {
    return std::nullopt;
  }
  if (own_number) {
    return pod.path("spec", "containers", i, "securityContext", key);
  }
  return of(pod.spec.security_context) == kProxyUser
             ? std::optional(pod.path("spec", "securityContext", key))
             : std::nullopt;
}

std::optional<ContainerAsProxyUser> as_proxy_user(const Pod& pod, std::size_t i) {
  const Container* container = &pod.spec.containers[i];
  if (auto field = sets_proxy_user(pod, i, "runAsUser",
                                   [](const auto& context) { return context.run_as_user; })) {
    return ContainerAsProxyUser{.container = container, .what = "user", .field = std::move(*field)};
  }
  if (auto field = sets_proxy_user(pod, i, "runAsGroup",
                                   [](const auto& context) { return context.run_as_group; })) {
    return ContainerAsProxyUser{
        .container = container, .what = "group", .field = std::move(*field)};
  }
  return std::nullopt;
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
    if (containers[i].name == kProxyContainer) {
      continue;
    }
    if (auto found = as_proxy_user(pod, i)) {
      found->is_alone = applications == 1;
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace mesh::istio
