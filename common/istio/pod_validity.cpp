// SPDX-License-Identifier: Apache-2.0
#include "common/istio/pod_validity.h"

#include "common/base/text.h"
#include "common/istio/merge_pod.h"
#include "common/istio/proxy.h"
#include "common/istio/quantity.h"
#include "common/model/pod_annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace mesh::istio {
namespace {

// What the proxy's annotations say about one resource.
struct Resource {
  std::string_view name;
  std::string_view request_key;
  std::string_view limit_key;
};

constexpr std::array kResources{
    Resource{"cpu", "sidecar.istio.io/proxyCPU", "sidecar.istio.io/proxyCPULimit"},
    Resource{"memory", "sidecar.istio.io/proxyMemory", "sidecar.istio.io/proxyMemoryLimit"}};

class Validation {
 public:
  Validation(const InjectedPod& result, const Pod& sent) : result_(result), sent_(sent) {}

  std::vector<PodError> run() {
    check_volumes();
    if (spec().containers.empty()) {
      note("spec.containers: Required value", sent_.path("spec", "containers"));
    }
    check_containers("containers", spec().containers);
    check_containers("initContainers", spec().init_containers);
    return std::move(errors_);
  }

 private:
  const PodSpec& spec() const { return result_.pod.spec; }

  void note(std::string text, FieldPath field) {
    errors_.push_back({std::move(text), std::move(field)});
  }

  FieldPath annotation(std::string_view key) const {
    return sent_.path("metadata", "annotations", key);
  }

  // Where a container of the result comes from: the user's own of that name, else the templates.
  FieldPath origin_of(std::string_view container) const {
    for (std::size_t i = 0; i < sent_.spec.containers.size(); ++i) {
      if (sent_.spec.containers[i].name == container) {
        return sent_.path("spec", "containers", i);
      }
    }
    for (std::size_t i = 0; i < sent_.spec.init_containers.size(); ++i) {
      if (sent_.spec.init_containers[i].name == container) {
        return sent_.path("spec", "initContainers", i);
      }
    }
    return annotation("inject.istio.io/templates");
  }

  void check_volumes() {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < spec().volumes.size(); ++i) {
      const Volume& volume = spec().volumes[i];
      const std::string path = fmt::format("spec.volumes[{}]", i);
      const FieldPath field = sent_.path("spec", "volumes");
      if (volume.has_more_types) {
        note(path + ": Forbidden: may not specify more than 1 volume type", field);
      }
      if (!names.insert(volume.name).second) {
        note(fmt::format("{}.name: Duplicate value: \"{}\"", path, volume.name), field);
      }
    }
    constexpr std::string_view kBootstrap = "sidecar.istio.io/bootstrapOverride";
    const auto bootstrap = sent_.meta.annotations.find(kBootstrap);
    if (bootstrap && bootstrap->empty() && names.contains("custom-bootstrap-volume")) {
      note("spec.volumes: configMap.name: Required value", annotation(kBootstrap));
    }
    check_mounts(names);
  }

  void check_mounts(const std::set<std::string_view>& volumes) {
    const PodAnnotations* documents = sent_.meta.pod_annotations.get();
    const bool mounted =
        documents != nullptr && documents->user_mounts.value && has_resources(kProxyContainer);
    if (!mounted) {
      return;
    }
    const FieldPath field = annotation("sidecar.istio.io/userVolumeMount");
    for (const UserVolumeMount& mount : *documents->user_mounts.value) {
      if (!volumes.contains(mount.name)) {
        note(fmt::format("istio-proxy.volumeMounts: Not found: \"{}\"", mount.name), field);
      }
      if (mount.mount_path.empty()) {
        note("istio-proxy.volumeMounts: mountPath: Required value", field);
      }
    }
  }

  bool has_resources(std::string_view container) const {
    return std::find(result_.with_resources.begin(), result_.with_resources.end(), container) !=
           result_.with_resources.end();
  }

  void check_containers(std::string_view list, const std::vector<Container>& containers) {
    for (std::size_t i = 0; i < containers.size(); ++i) {
      const Container& container = containers[i];
      const std::string path = fmt::format("spec.{}[{}]", list, i);
      if (!names_.insert(container.name).second) {
        note(fmt::format("{}.name: Duplicate value: \"{}\"", path, container.name),
             origin_of(container.name));
      }
      check_image(path, container);
      if (has_resources(container.name)) {
        check_resources(path);
      }
    }
  }

  void check_image(const std::string& path, const Container& container) {
    if (container.image.empty() &&
        find_container(sent_.spec.containers, container.name) != nullptr) {
      note(path + ".image: Required value", origin_of(container.name));
    } else if (trim(container.image) != container.image) {
      note(fmt::format("{}.image: Invalid value: \"{}\": must not have leading or trailing "
                       "whitespace",
                       path, container.image),
           annotation("sidecar.istio.io/proxyImage"));
    }
  }

  // If any of the four is given, none of the defaults is taken.
  void check_resources(const std::string& path) {
    for (const Resource& resource : kResources) {
      const auto request = sent_.meta.annotations.find(resource.request_key);
      const auto limit = sent_.meta.annotations.find(resource.limit_key);
      check_sign(path + ".resources.limits", resource, limit, resource.limit_key);
      check_sign(path + ".resources.requests", resource, request, resource.request_key);
      if (request && limit && parse_quantity(*request) > parse_quantity(*limit)) {
        note(fmt::format("{}.resources.requests: Invalid value: \"{}\": must be less than or equal "
                         "to {} limit of {}",
                         path, *request, resource.name, *limit),
             annotation(resource.request_key));
      }
    }
  }

  void check_sign(const std::string& path, const Resource& resource,
                  std::optional<std::string_view> value, std::string_view key) {
    if (value && parse_quantity(*value) < 0.0L) {
      note(fmt::format("{}[{}]: Invalid value: \"{}\": must be greater than or equal to 0", path,
                       resource.name, *value),
           annotation(key));
    }
  }

  const InjectedPod& result_;
  const Pod& sent_;
  std::set<std::string_view> names_;
  std::vector<PodError> errors_;
};

}  // namespace

std::vector<PodError> pod_errors(const InjectedPod& result, const Pod& sent) {
  return Validation(result, sent).run();
}

std::string invalid_pod_text(const Pod& pod, const std::vector<PodError>& errors) {
  std::vector<std::string> texts;
  for (const PodError& error : errors) {
    texts.push_back(error.text);
  }
  const std::string all = join(texts, ", ");
  return fmt::format("Pod \"{}\" is invalid: {}", pod.ref.name,
                     texts.size() == 1 ? all : "[" + all + "]");
}

}  // namespace mesh::istio
