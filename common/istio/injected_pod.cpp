// SPDX-License-Identifier: Apache-2.0
#include "common/istio/injected_pod.h"

#include "common/base/text.h"
#include "common/istio/annotation_validation.h"
#include "common/istio/injection_status.h"
#include "common/istio/injection_template.h"
#include "common/istio/merge_pod.h"
#include "common/istio/mesh_config.h"
#include "common/istio/prometheus_merge.h"
#include "common/istio/proxy.h"
#include "common/model/pod_annotations.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr std::string_view kStatusKey = "sidecar.istio.io/status";

// INJ-43: by the pod's annotation, else by the mesh.
bool holds_application(const ObjectMeta& meta, const MeshConfig& mesh) {
  const PodAnnotations* own = meta.pod_annotations.get();
  if (own != nullptr && own->proxy_config.value &&
      own->proxy_config.value->hold_application_until_proxy_starts) {
    return *own->proxy_config.value->hold_application_until_proxy_starts;
  }
  return mesh.default_config.hold_application_until_proxy_starts.value_or(false);
}

class Injection {
 public:
  Injection(const Snapshot& snapshot, const ConfigMap* config, std::string_view revision,
            const Pod& pod)
      : config_(config == nullptr ? kShippedConfig : *config->data.injector_config),
        mesh_config_(mesh_config_of(snapshot, revision,
                                    config == nullptr ? std::string_view() : config->ref.ns)),
        revision_(revision),
        original_(pod),
        native_(native_sidecar_of(snapshot, config, pod)) {
    out_.result.pod = pod;
  }

  InjectorAnswer make() {
    if (check_annotations() && lay_templates()) {
      lay_users_containers();
      if (check_prometheus()) {
        order();
        out_.result.pod.meta.annotations.set(kStatusKey, "{}");
      }
    }
    return std::move(out_);
  }

 private:
  static const InjectorConfig kShippedConfig;

  PodSpec& spec() { return out_.result.pod.spec; }

  bool refuse(std::string text, std::string_view annotation) {
    out_.refusal = {.text = std::move(text),
                    .field = original_.path("metadata", "annotations", annotation)};
    return false;
  }

  bool check_annotations() {
    const std::vector<AnnotationError> errors = invalid_annotations(original_.meta);
    if (!errors.empty()) {
      std::string text = fmt::format("failed to run injection template: {} occurred:\n",
                                     count_of(errors.size(), "error"));
      for (const AnnotationError& error : errors) {
        text += "\t* " + error.text + "\n";
      }
      return refuse(text + "\n", errors.front().key);
    }
    const PodAnnotations* documents = original_.meta.pod_annotations.get();
    if (documents != nullptr && !documents->overrides.error.empty()) {
      return refuse("failed to run injection template: " + documents->overrides.error,
                    "proxy.istio.io/overrides");
    }
    return check_probe_numbers();
  }

  // They are valid as unsigned numbers, but the pod has signed ones.
  bool check_probe_numbers() {
    for (const std::string_view key : {"readiness.status.sidecar.istio.io/failureThreshold",
                                       "readiness.status.sidecar.istio.io/initialDelaySeconds",
                                       "readiness.status.sidecar.istio.io/periodSeconds"}) {
      const auto number = parse_number(original_.meta.annotations.get(key));
      if (number && *number > 2147483647) {
        return refuse(fmt::format("failed to run injection template: failed parsing generated "
                                  "injected YAML: {} is not a 32-bit number",
                                  *number),
                      key);
      }
    }
    return true;
  }

  bool lay_templates() {
    const TemplateInput input{.config = config_,
                              .mesh_config = mesh_config_,
                              .pod = original_,
                              .native = native_,
                              .revision = revision_};
    for (const std::string_view name : template_names(config_, original_)) {
      const auto rendered = render_template(name, input);
      if (!rendered) {
        return refuse(fmt::format("failed to run injection template: requested template \"{}\" not "
                                  "found; have {}",
                                  name, known_templates()),
                      "inject.istio.io/templates");
      }
      if (!rendered->error.empty()) {
        return refuse("failed to run injection template: " + rendered->error,
                      annotation_in(rendered->error));
      }
      lay(*rendered);
    }
    return true;
  }

  // Errors of rendering name the annotation first, except those of the template itself.
  static std::string_view annotation_in(std::string_view error) {
    for (const std::string_view key :
         {"sidecar.istio.io/userVolumeMount", "sidecar.istio.io/userVolume"}) {
      if (error.starts_with(std::string(key) + ":")) {
        return key;
      }
    }
    return "inject.istio.io/templates";
  }

  std::string known_templates() const {
    std::vector<std::string> names;
    for (const InjectionTemplate& each : config_.templates.entries) {
      names.emplace_back(each.name);
    }
    std::sort(names.begin(), names.end());
    return join(names, ", ");
  }

  void lay(const TemplatePod& over) {
    merge_containers(over.init_containers, template_.init_containers);
    merge_containers(over.containers, template_.containers);
    if (native_.moves_users &&
        find_container(template_.init_containers, kProxyContainer) != nullptr &&
        find_container(spec().containers, kProxyContainer) != nullptr) {
      move_container(kProxyContainer, spec().containers, spec().init_containers);
    }
    merge_containers(over.init_containers, spec().init_containers);
    merge_containers(over.containers, spec().containers);
    merge_volumes(over.volumes, spec().volumes);
    for (const auto& [key, value] : over.labels) {
      out_.result.pod.meta.labels.set(key, value);
    }
    std::vector<std::string_view>& names = out_.result.with_resources;
    names.insert(names.end(), over.with_resources.begin(), over.with_resources.end());
  }

  // What the user says about a container of the template beats the template, unless that container
  // was injected before.
  void lay_users_containers() {
    const InjectionStatus status = injection_status(original_);
    const PodAnnotations* documents = original_.meta.pod_annotations.get();
    const ContainerOverrides overrides =
        documents == nullptr ? ContainerOverrides{}
                             : documents->overrides.value.value_or(ContainerOverrides{});
    for (const Container& each : template_.containers) {
      if (!contains(status.containers, each.name)) {
        lay_users(first_of(each.name, {&overrides.containers, &original_.spec.containers}),
                  spec().containers);
      }
    }
    for (const Container& each : template_.init_containers) {
      if (!contains(status.init_containers, each.name)) {
        lay_users(first_of(each.name, {&overrides.init_containers, &original_.spec.containers,
                                       &original_.spec.init_containers}),
                  spec().init_containers);
      }
    }
  }

  static bool contains(const std::vector<std::string_view>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  static const Container* first_of(std::string_view name,
                                   std::initializer_list<const std::vector<Container>*> lists) {
    for (const std::vector<Container>* list : lists) {
      if (const Container* found = find_container(*list, name)) {
        return found;
      }
    }
    return nullptr;
  }

  static void lay_users(const Container* users, std::vector<Container>& list) {
    if (users == nullptr) {
      return;
    }
    Container over = *users;
    if (over.image == "auto") {
      over.image = {};
    }
    merge_containers({over}, list);
  }

  bool check_prometheus() {
    const auto error = prometheus_error(original_.meta, mesh_config_);
    return !error || refuse("failed to process pod: " + error->text, error->key);
  }

  // INJ-43.
  void order() {
    std::vector<Container>& init = spec().init_containers;
    if (find_container(init, kProxyContainer) != nullptr) {
      move_to_front(kProxyContainer, init);
      move_to_front("istio-validation", init);
      move_to_front("istio-init", init);
    } else {
      move_to_front("istio-validation", init);
      move_to_back("istio-init", init);
    }
    if (holds_application(original_.meta, mesh_config_)) {
      move_to_front(kProxyContainer, spec().containers);
    } else {
      move_to_back(kProxyContainer, spec().containers);
    }
  }

  const InjectorConfig& config_;
  const MeshConfig& mesh_config_;
  std::string_view revision_;
  const Pod& original_;
  NativeSidecar native_;
  TemplatePod template_;  // all templates so far
  InjectorAnswer out_;
};

const InjectorConfig Injection::kShippedConfig{};

}  // namespace

InjectorAnswer inject(const Snapshot& snapshot, const ConfigMap* config, std::string_view revision,
                      const Pod& pod) {
  return Injection(snapshot, config, revision, pod).make();
}

}  // namespace mesh::istio
