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

// One list of what is redirected or not: the annotation, the mesh's setting that stands in for it
// (Helm), and the flag by which istio-init learns of either.
struct Setting {
  std::string_view annotation;
  std::string_view value;
  std::string_view flag;
  bool lists_what_passes = true;
};

constexpr Setting kIncludeInbound{"traffic.sidecar.istio.io/includeInboundPorts",
                                  "global.proxy.includeInboundPorts", "-b", false};
constexpr Setting kExcludeInbound{"traffic.sidecar.istio.io/excludeInboundPorts",
                                  "global.proxy.excludeInboundPorts", "-d"};
constexpr Setting kIncludePorts{"traffic.sidecar.istio.io/includeOutboundPorts",
                                "global.proxy.includeOutboundPorts", "-q", false};
constexpr Setting kExcludePorts{"traffic.sidecar.istio.io/excludeOutboundPorts",
                                "global.proxy.excludeOutboundPorts", "-o"};
constexpr Setting kIncludeRanges{"traffic.sidecar.istio.io/includeOutboundIPRanges",
                                 "global.proxy.includeIPRanges", "-i", false};
constexpr Setting kExcludeRanges{"traffic.sidecar.istio.io/excludeOutboundIPRanges",
                                 "global.proxy.excludeIPRanges", "-x"};

// What the pod says of a setting, and where.
struct Stated {
  std::optional<std::string_view> text;
  Bypass by{};
};

Stated argument_of_init(const Pod& pod, const Setting& setting) {
  const std::vector<Container>& containers = pod.spec.init_containers;
  for (std::size_t i = 0; i < containers.size(); ++i) {
    if (containers[i].name != "istio-init") {
      continue;
    }
    const std::vector<std::string_view>& args = containers[i].args;
    const auto flag = std::find(args.begin(), args.end(), setting.flag);
    if (flag != args.end() && flag + 1 != args.end()) {
      const auto at = static_cast<std::size_t>(flag + 1 - args.begin());
      return {.text = args[at],
              .by = {.setting = setting.value,
                     .is_annotation = false,
                     .lists_what_passes = setting.lists_what_passes,
                     .field = pod.path("spec", "initContainers", i, "args", at)}};
    }
  }
  return {};
}

// The annotation goes before the mesh's setting, whatever it says.
Stated stated(const Pod& pod, const Setting& setting) {
  const auto annotation = pod.meta.annotations.find(setting.annotation);
  if (!annotation) {
    return argument_of_init(pod, setting);
  }
  return {.text = *annotation,
          .by = {.setting = setting.annotation,
                 .is_annotation = true,
                 .lists_what_passes = setting.lists_what_passes,
                 .field = pod.path("metadata", "annotations", setting.annotation)}};
}

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

constexpr std::string_view kAll = "*";

bool is_all(std::string_view list) {
  return trim(list) == kAll;
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

std::optional<Bypass> inbound_bypass(const Pod& pod, std::int32_t port) {
  if (is_sidecars_own(port)) {
    return std::nullopt;
  }
  if (Stated excluded = stated(pod, kExcludeInbound);
      lists_port(excluded.text.value_or(""), port)) {
    return std::move(excluded.by);
  }
  Stated included = stated(pod, kIncludeInbound);
  const bool is_included =
      !included.text || is_all(*included.text) || lists_port(*included.text, port);
  return is_included ? std::nullopt : std::optional(std::move(included.by));
}

bool is_redirected(const Pod& pod, std::int32_t port) {
  return !is_sidecars_own(port) && !inbound_bypass(pod, port);
}

bool has_outbound_ranges(const Pod& pod) {
  return !is_all(stated(pod, kIncludeRanges).text.value_or(kAll)) ||
         !trim(stated(pod, kExcludeRanges).text.value_or("")).empty();
}

std::optional<Bypass> outbound_bypass(const Pod& pod, const std::string& address,
                                      std::int64_t port) {
  if (Stated excluded = stated(pod, kExcludePorts); lists_port(excluded.text.value_or(""), port)) {
    return std::move(excluded.by);
  }
  if (address == kUnspecified) {
    return std::nullopt;
  }
  if (Stated excluded = stated(pod, kExcludeRanges);
      lists_address(excluded.text.value_or(""), address)) {
    return std::move(excluded.by);
  }
  Stated ranges = stated(pod, kIncludeRanges);
  const bool is_included = !ranges.text || is_all(*ranges.text) ||
                           lists_address(*ranges.text, address) ||
                           lists_port(stated(pod, kIncludePorts).text.value_or(""), port);
  return is_included ? std::nullopt : std::optional(std::move(ranges.by));
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
