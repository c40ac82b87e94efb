// SPDX-License-Identifier: Apache-2.0
#include "plugins/ports/container_place.h"

namespace mesh::ports {
namespace {

std::optional<ContainerPlace> find_container(const ObjectRef& object, const FieldPath& root,
                                             const PodSpec& spec, std::string_view name) {
  const auto find_in = [&](const std::vector<Container>& list,
                           std::string_view field) -> std::optional<ContainerPlace> {
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (list[i].name == name) {
        return ContainerPlace{object, root.with("spec", field, i), &list[i]};
      }
    }
    return std::nullopt;
  };
  const auto found = find_in(spec.containers, "containers");
  return found ? found : find_in(spec.init_containers, "initContainers");
}

}  // namespace

ContainerPlace place_in_pod(const Pod& pod, const Container& container) {
  return find_container(pod.ref, pod.root, pod.spec, container.name).value();
}

std::optional<ContainerPlace> place_in_template(const Snapshot& snapshot, const Pod& pod,
                                                std::string_view name) {
  const Workload* workload = snapshot.workload_of(pod);
  if (workload == nullptr) {
    return std::nullopt;
  }
  return find_container(workload->ref, workload->template_path(), workload->pod_template.spec,
                        name);
}

}  // namespace mesh::ports
