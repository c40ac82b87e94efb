// SPDX-License-Identifier: Apache-2.0
#include "common/load/fields_pods.h"

#include "common/load/kind_reader.h"

namespace mesh::load {

template <>
struct FieldsOf<ContainerStateWaiting> {
  static constexpr auto kFields = fields(field("reason", 1, &ContainerStateWaiting::reason),
                                         field("message", 2, &ContainerStateWaiting::message));
};

template <>
struct FieldsOf<ContainerStateTerminated> {
  static constexpr auto kFields = fields(field("exitCode", 1, &ContainerStateTerminated::exit_code),
                                         field("reason", 3, &ContainerStateTerminated::reason));
};

template <>
struct FieldsOf<ContainerStatus> {
  static constexpr auto kFields =
      fields(field("name", 1, &ContainerStatus::name),
             group("state", 2, field("waiting", 1, &ContainerStatus::waiting),
                   field("terminated", 3, &ContainerStatus::terminated)),
             group("lastState", 3, field("terminated", 3, &ContainerStatus::last_terminated)),
             field("ready", 4, &ContainerStatus::ready),
             field("restartCount", 5, &ContainerStatus::restart_count));
};

template <>
struct FieldsOf<Condition> {
  static constexpr auto kFields =
      fields(field("type", 1, &Condition::type), field("status", 2, &Condition::status),
             field("reason", 5, &Condition::reason), field("message", 6, &Condition::message));
};

template <>
struct FieldsOf<PodStatus> {
  static constexpr auto kFields =
      fields(field("phase", 1, &PodStatus::phase), field("conditions", 2, &PodStatus::conditions),
             field("message", 3, &PodStatus::message), field("reason", 4, &PodStatus::reason),
             field("podIP", 6, &PodStatus::pod_ip),
             field("containerStatuses", 8, &PodStatus::container_statuses),
             field("initContainerStatuses", 10, &PodStatus::init_container_statuses));
};

template <>
struct FieldsOf<Pod> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &Pod::meta), field("spec", 2, &Pod::spec),
             field("status", 3, &Pod::status));
};

std::span<const KindReader> pod_readers() {
  static constexpr std::array kReaders{kind_reader<Pod, Kind::Pod>()};
  return kReaders;
}

}  // namespace mesh::load
