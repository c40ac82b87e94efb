// SPDX-License-Identifier: Apache-2.0
#include "plugins/inject/workload_pods.h"

#include "common/base/text.h"
#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mesh::inject {
namespace {

// The CronJob behind a Job, else the workload itself.
const Workload* outermost(const Snapshot& snapshot, const Workload* workload) {
  if (workload == nullptr || workload->ref.kind != Kind::Job) {
    return workload;
  }
  for (const OwnerReference& owner : workload->meta.owner_references) {
    if (owner.controller && owner.kind == "CronJob") {
      const Workload* cron_job = snapshot.find<CronJob>(workload->ref.ns, owner.name);
      return cron_job != nullptr ? cron_job : workload;
    }
  }
  return workload;
}

bool is_static(const Pod& pod) {
  return pod.meta.annotations.contains("kubernetes.io/config.mirror");
}

std::string after_restarts(const ContainerStatus& status) {
  return status.restart_count == 0
             ? std::string()
             : " after " + count_of(static_cast<std::size_t>(status.restart_count), "restart");
}

std::string last_exit(const ContainerStatus& status) {
  return status.last_terminated
             ? fmt::format(" (last exit code {})", status.last_terminated->exit_code)
             : std::string();
}

struct UserWorkloads {
  explicit UserWorkloads(const Snapshot& snapshot);

  std::vector<WorkloadPods> workloads;
};

UserWorkloads::UserWorkloads(const Snapshot& snapshot) {
  std::map<ObjectRef, std::size_t> index;
  for (const Pod& pod : snapshot.pods()) {
    if (!is_user_pod(pod)) {
      continue;
    }
    const Workload* workload = outermost(snapshot, snapshot.workload_of(pod));
    const ObjectRef& key = workload != nullptr ? workload->ref : pod.workload;
    const auto [at, is_new] = index.emplace(key, workloads.size());
    if (is_new) {
      workloads.push_back({.workload = workload, .pods = {}});
    }
    workloads[at->second].pods.push_back(&pod);
  }
}

}  // namespace

bool is_user_pod(const Pod& pod) {
  return !pod.is_finished() && !pod.meta.deletion_timestamp && !is_static(pod) &&
         !istio::is_ignored_namespace(pod.ref.ns) && !istio::is_control_plane(pod);
}

const std::vector<WorkloadPods>& user_workloads(const Snapshot& snapshot) {
  return snapshot.view<UserWorkloads>().workloads;
}

Place place_of_label(const WorkloadPods& workload, const Pod& pod, std::string_view key) {
  const Workload* owner = workload.workload;
  if (owner != nullptr && owner->pod_template.meta.labels.find(key) == pod.meta.labels.find(key)) {
    return {owner->ref, owner->template_path().with("metadata", "labels", key)};
  }
  return {pod.ref, pod.path("metadata", "labels", key)};
}

Place place_of_annotation(const WorkloadPods& workload, const Pod& pod, std::string_view key) {
  const Workload* owner = workload.workload;
  if (owner != nullptr &&
      owner->pod_template.meta.annotations.find(key) == pod.meta.annotations.find(key)) {
    return {owner->ref, owner->template_path().with("metadata", "annotations", key)};
  }
  return {pod.ref, pod.path("metadata", "annotations", key)};
}

std::string subject(const WorkloadPods& workload, std::size_t affected,
                    std::string_view singular_verb, std::string_view plural_verb) {
  const std::size_t all = workload.pods.size();
  if (workload.pods.front()->stands_in) {
    return fmt::format("its pods {}", plural_verb);
  }
  return all == 1 ? fmt::format("the pod {}", singular_verb)
                  : fmt::format("{} of {} pods {}", affected, all,
                                affected == 1 ? singular_verb : plural_verb);
}

std::string restart_command(const WorkloadPods& workload) {
  const ObjectRef& owner =
      workload.workload != nullptr ? workload.workload->ref : workload.pods.front()->workload;
  switch (owner.kind) {
    case Kind::Deployment:
    case Kind::StatefulSet:
    case Kind::DaemonSet:
      return fmt::format("kubectl rollout restart {}/{} -n {}", info(owner.kind).singular,
                         owner.name, owner.ns);
    case Kind::Job:
    case Kind::CronJob:
      return fmt::format("run {} again", owner.text());
    case Kind::ReplicaSet:
      return fmt::format("delete the pods of {}, it makes new ones", owner.text());
    default:
      return fmt::format("delete {} and create it again", owner.text());
  }
}

std::string why_not_ready(const ContainerStatus& status) {
  if (status.waiting && !status.waiting->reason.empty()) {
    return std::string(status.waiting->reason) + after_restarts(status) + last_exit(status);
  }
  if (status.terminated) {
    return fmt::format("it ended with exit code {}", status.terminated->exit_code);
  }
  return "its readiness probe fails" + after_restarts(status) + last_exit(status);
}

}  // namespace mesh::inject
