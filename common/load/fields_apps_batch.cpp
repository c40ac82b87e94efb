// SPDX-License-Identifier: Apache-2.0
// apps/v1 and batch/v1: the workloads. They are alike in JSON and numbered each in its own way.
#include "common/load/fields_pods.h"
#include "common/load/kind_reader.h"

namespace mesh::load {

template <>
struct FieldsOf<Deployment> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &Deployment::meta),
             group("spec", 2, field("replicas", 1, &Deployment::replicas),
                   field("selector", 2, &Deployment::selector),
                   field("template", 3, &Deployment::pod_template)),
             group("status", 3, field("observedGeneration", 1, &Deployment::observed_generation),
                   field("replicas", 2, &Deployment::status_replicas)));
};

template <>
struct FieldsOf<StatefulSet> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &StatefulSet::meta),
             group("spec", 2, field("replicas", 1, &StatefulSet::replicas),
                   field("selector", 2, &StatefulSet::selector),
                   field("template", 3, &StatefulSet::pod_template)),
             group("status", 3, field("observedGeneration", 1, &StatefulSet::observed_generation),
                   field("replicas", 2, &StatefulSet::status_replicas)));
};

template <>
struct FieldsOf<DaemonSet> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &DaemonSet::meta),
             group("spec", 2, field("selector", 1, &DaemonSet::selector),
                   field("template", 2, &DaemonSet::pod_template)),
             group("status", 3, field("observedGeneration", 5, &DaemonSet::observed_generation),
                   field("currentNumberScheduled", 1, &DaemonSet::status_replicas)));
};

template <>
struct FieldsOf<ReplicaSet> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &ReplicaSet::meta),
             group("spec", 2, field("replicas", 1, &ReplicaSet::replicas),
                   field("selector", 2, &ReplicaSet::selector),
                   field("template", 3, &ReplicaSet::pod_template)),
             group("status", 3, field("observedGeneration", 3, &ReplicaSet::observed_generation),
                   field("replicas", 1, &ReplicaSet::status_replicas)));
};

template <>
struct FieldsOf<Job> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &Job::meta),
             group("spec", 2, field("selector", 4, &Job::selector),
                   field("template", 6, &Job::pod_template)),
             group("status", 3, field("active", 4, &Job::status_replicas),
                   field("succeeded", 5, &Job::observed_generation)));
};

template <>
struct FieldsOf<CronJob> {
  static constexpr auto kFields = fields(
      field("metadata", 1, &CronJob::meta),
      group(
          "spec", 2,
          group("jobTemplate", 5, group("spec", 2, field("template", 6, &CronJob::pod_template)))));
};

std::span<const KindReader> workload_readers() {
  static constexpr std::array kReaders{kind_reader<Deployment, Kind::Deployment>(),
                                       kind_reader<StatefulSet, Kind::StatefulSet>(),
                                       kind_reader<DaemonSet, Kind::DaemonSet>(),
                                       kind_reader<ReplicaSet, Kind::ReplicaSet>(),
                                       kind_reader<Job, Kind::Job>(),
                                       kind_reader<CronJob, Kind::CronJob>()};
  return kReaders;
}

}  // namespace mesh::load
