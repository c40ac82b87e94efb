// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/field_path.h"
#include "common/model/int_or_string.h"
#include "common/model/object.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

struct ContainerPort {
  std::string_view name;
  std::int32_t container_port = 0;
  std::int32_t host_port = 0;
  std::string_view protocol;  // empty means TCP
};

struct HttpGetAction {
  std::string_view path;
  IntOrString port;
  std::string_view scheme;
};

struct TcpSocketAction {
  IntOrString port;
};

struct GrpcAction {
  std::int32_t port = 0;
};

struct ExecAction {};

struct Probe {
  std::optional<HttpGetAction> http_get;
  std::optional<TcpSocketAction> tcp_socket;
  std::optional<GrpcAction> grpc;
  std::optional<ExecAction> exec;
  std::optional<std::int32_t> initial_delay_seconds;
  std::optional<std::int32_t> period_seconds;
  std::optional<std::int32_t> failure_threshold;
};

struct EnvVar {
  std::string_view name;
  std::string_view value;
};

// What of a container's securityContext Pod Security and the sidecar's redirection look at.
struct SecurityContext {
  std::optional<bool> privileged;
  std::optional<bool> allow_privilege_escalation;
  std::optional<bool> run_as_non_root;
  std::optional<std::int64_t> run_as_user;
  std::optional<std::int64_t> run_as_group;
  std::string_view seccomp_profile;  // type
  std::string_view proc_mount;
  std::vector<std::string_view> capabilities_add;
  std::vector<std::string_view> capabilities_drop;
};

struct Container {
  std::string_view name;
  std::string_view image;
  std::vector<std::string_view> args;
  std::vector<ContainerPort> ports;
  std::optional<Probe> liveness_probe;
  std::optional<Probe> readiness_probe;
  std::optional<Probe> startup_probe;
  std::string_view restart_policy;  // "Always" makes an init container a native sidecar
  std::optional<SecurityContext> security_context;
};

struct Sysctl {
  std::string_view name;
};

// The same of a pod's securityContext.
struct PodSecurityContext {
  std::optional<bool> run_as_non_root;
  std::optional<std::int64_t> run_as_user;
  std::optional<std::int64_t> run_as_group;
  std::string_view seccomp_profile;  // type
  std::vector<Sysctl> sysctls;
};

// A volume's name and what it is: "emptyDir", "configMap", …
struct Volume {
  std::string_view name;
  std::string_view type;  // empty: none is given
  bool has_more_types = false;
};

struct PodSpec {
  std::vector<Container> init_containers;
  std::vector<Container> containers;
  std::vector<Volume> volumes;
  bool host_network = false;
  bool host_pid = false;
  bool host_ipc = false;
  PodSecurityContext security_context;
  std::string_view node_name;
  std::string_view service_account_name;
  std::string_view restart_policy;
};

struct ContainerStateWaiting {
  std::string_view reason;
  std::string_view message;
};

struct ContainerStateTerminated {
  std::int32_t exit_code = 0;
  std::string_view reason;
};

struct ContainerStatus {
  std::string_view name;
  bool ready = false;
  std::int32_t restart_count = 0;
  std::optional<ContainerStateWaiting> waiting;
  std::optional<ContainerStateTerminated> terminated;
  std::optional<ContainerStateTerminated> last_terminated;
};

struct Condition {
  std::string_view type;
  std::string_view status;
  std::string_view reason;
  std::string_view message;
};

struct PodStatus {
  std::string_view phase;  // empty: no status, the pod is a manifest
  std::string_view reason;
  std::string_view message;
  std::string_view pod_ip;
  std::vector<Condition> conditions;
  std::vector<ContainerStatus> init_container_statuses;
  std::vector<ContainerStatus> container_statuses;
};

struct PodTemplate {
  ObjectMeta meta;
  PodSpec spec;
};

// A pod, or the template of a workload that stands in for pods that are not there. Then `ref` is
// the workload and `root` leads to the template in it, so a check treats both alike.
struct Pod : Object {
  PodSpec spec;
  PodStatus status;
  FieldPath root;          // empty for a real pod
  ObjectRef workload;      // the Deployment, StatefulSet, … it belongs to; the pod itself if none
  bool stands_in = false;  // made from a template

  // Paths into the object that `ref` names.
  template <typename... Steps>
  FieldPath path(const Steps&... steps) const {
    return root.with(steps...);
  }

  // Whether the pod exists in a cluster: it has a status.
  bool is_running_object() const { return !stands_in && !status.phase.empty(); }

  // The pod's Ready condition; a stand-in or a manifest is taken to become ready.
  bool is_ready() const;

  // Ran to its end (Job pods): no longer an endpoint, no longer in need of a sidecar.
  bool is_finished() const { return status.phase == "Succeeded" || status.phase == "Failed"; }
};

// A Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob: what owns pods.
struct Workload : Object {
  std::optional<std::int32_t> replicas;  // spec.replicas
  LabelSelector selector;
  PodTemplate pod_template;
  std::optional<std::int64_t> observed_generation;  // present: `status_replicas` is to be trusted
  std::int32_t status_replicas = 0;

  FieldPath template_path() const;

  // It wants pods: replicas is not 0.
  bool wants_pods() const { return replicas.value_or(1) > 0; }
};

// The template as a pod: what the workload's pods will be.
Pod stand_in_for(const Workload& workload);

// One type for each kind, because their fields have different numbers on the wire.
struct Deployment : Workload {};

struct StatefulSet : Workload {};

struct DaemonSet : Workload {};

struct ReplicaSet : Workload {};

struct Job : Workload {};

struct CronJob : Workload {};

}  // namespace mesh
