// SPDX-License-Identifier: Apache-2.0
#include "common/istio/injection_status.h"

#include "common/base/text.h"
#include "common/istio/proxy.h"
#include "common/model/pod_annotations.h"

#include <algorithm>

namespace mesh::istio {
namespace {

// Behind `"key":` in a JSON object that holds no other such text.
std::string_view value_of(std::string_view json, std::string_view key) {
  const std::string quoted = "\"" + std::string(key) + "\"";
  const std::size_t at = json.find(quoted);
  const std::size_t colon = at == std::string_view::npos ? at : json.find(':', at + quoted.size());
  return colon == std::string_view::npos ? std::string_view() : trim(json.substr(colon + 1));
}

std::string_view first_string(std::string_view text) {
  const std::size_t open = text.find('"');
  const std::size_t close = open == std::string_view::npos ? open : text.find('"', open + 1);
  return close == std::string_view::npos ? std::string_view()
                                         : text.substr(open + 1, close - open - 1);
}

std::vector<std::string_view> list_of(std::string_view json, std::string_view key) {
  std::string_view value = value_of(json, key);
  std::vector<std::string_view> out;
  if (!value.starts_with('[')) {
    return out;
  }
  value = value.substr(0, value.find(']'));
  for (const std::string_view item : split(value, ',')) {
    if (const std::string_view text = first_string(item); !text.empty()) {
      out.push_back(text);
    }
  }
  return out;
}

void remove(const std::vector<std::string_view>& names, std::vector<Container>& list) {
  std::erase_if(list, [&](const Container& each) {
    return std::find(names.begin(), names.end(), each.name) != names.end();
  });
}

// The injector leaves the image out where the user wrote "auto".
void put_back(Container users, std::vector<Container>& list) {
  users.image = users.image.empty() ? "auto" : users.image;
  list.push_back(std::move(users));
}

// INJ-43: a native sidecar is kept among the init containers, where the user, who wrote it as a
// container beside the others, did not have it.
bool was_moved(const Container& users) {
  return users.name == kProxyContainer && users.restart_policy.empty();
}

constexpr std::string_view kStatusKey = "sidecar.istio.io/status";

}  // namespace

InjectionStatus injection_status(const Pod& pod) {
  const std::string_view json = pod.meta.annotations.get(kStatusKey);
  return {.init_containers = list_of(json, "initContainers"),
          .containers = list_of(json, "containers"),
          .revision = first_string(value_of(json, "revision"))};
}

Pod before_injection(const Pod& pod) {
  const InjectionStatus status = injection_status(pod);
  Pod out = pod;
  remove(status.init_containers, out.spec.init_containers);
  remove(status.containers, out.spec.containers);
  out.meta.annotations.erase(kStatusKey);
  if (pod.meta.pod_annotations != nullptr && pod.meta.pod_annotations->overrides.value) {
    const ContainerOverrides& overrides = *pod.meta.pod_annotations->overrides.value;
    for (const Container& users : overrides.init_containers) {
      put_back(users, was_moved(users) ? out.spec.containers : out.spec.init_containers);
    }
    for (const Container& users : overrides.containers) {
      put_back(users, out.spec.containers);
    }
  }
  return out;
}

}  // namespace mesh::istio
