// SPDX-License-Identifier: Apache-2.0
// core/v1: PodSpec and what is in it; shared by pods and the workloads' templates.
#pragma once

#include "common/load/fields_meta.h"
#include "common/load/json_reader.h"
#include "common/load/protobuf_reader.h"
#include "common/model/pod.h"

namespace mesh::load {

template <>
struct FieldsOf<ContainerPort> {
  static constexpr auto kFields = fields(field("name", 1, &ContainerPort::name),
                                         field("hostPort", 2, &ContainerPort::host_port),
                                         field("containerPort", 3, &ContainerPort::container_port),
                                         field("protocol", 4, &ContainerPort::protocol));
};

template <>
struct FieldsOf<HttpGetAction> {
  static constexpr auto kFields =
      fields(field("path", 1, &HttpGetAction::path), field("port", 2, &HttpGetAction::port),
             field("scheme", 4, &HttpGetAction::scheme));
};

template <>
struct FieldsOf<TcpSocketAction> {
  static constexpr auto kFields = fields(field("port", 1, &TcpSocketAction::port));
};

template <>
struct FieldsOf<GrpcAction> {
  static constexpr auto kFields = fields(field("port", 1, &GrpcAction::port));
};

template <>
struct FieldsOf<ExecAction> {
  static constexpr auto kFields = fields();
};

template <>
struct FieldsOf<Probe> {
  static constexpr auto kFields =
      fields(inlined(1, field("exec", 1, &Probe::exec), field("httpGet", 2, &Probe::http_get),
                     field("tcpSocket", 3, &Probe::tcp_socket), field("grpc", 4, &Probe::grpc)),
             field("initialDelaySeconds", 2, &Probe::initial_delay_seconds),
             field("periodSeconds", 4, &Probe::period_seconds),
             field("failureThreshold", 6, &Probe::failure_threshold));
};

template <>
struct FieldsOf<SecurityContext> {
  static constexpr auto kFields =
      fields(group("capabilities", 1, field("add", 1, &SecurityContext::capabilities_add),
                   field("drop", 2, &SecurityContext::capabilities_drop)),
             field("privileged", 2, &SecurityContext::privileged),
             field("runAsUser", 4, &SecurityContext::run_as_user),
             field("runAsNonRoot", 5, &SecurityContext::run_as_non_root),
             field("allowPrivilegeEscalation", 7, &SecurityContext::allow_privilege_escalation),
             field("runAsGroup", 8, &SecurityContext::run_as_group),
             field("procMount", 9, &SecurityContext::proc_mount),
             group("seccompProfile", 11, field("type", 1, &SecurityContext::seccomp_profile)));
};

template <>
struct FieldsOf<Sysctl> {
  static constexpr auto kFields = fields(field("name", 1, &Sysctl::name));
};

template <>
struct FieldsOf<PodSecurityContext> {
  static constexpr auto kFields =
      fields(field("runAsUser", 2, &PodSecurityContext::run_as_user),
             field("runAsNonRoot", 3, &PodSecurityContext::run_as_non_root),
             field("runAsGroup", 6, &PodSecurityContext::run_as_group),
             field("sysctls", 7, &PodSecurityContext::sysctls),
             group("seccompProfile", 10, field("type", 1, &PodSecurityContext::seccomp_profile)));
};

// The type of a volume is the name of its one field beside `name`.
template <>
struct CustomReader<Volume> {
  static void from_json(JsonReader& reader, JsonReader::Value value, Volume& out);
  static void from_protobuf(ProtobufReader& reader, ProtobufReader::Message& message, Volume& out);
};

template <>
struct FieldsOf<Container> {
  static constexpr auto kFields =
      fields(field("name", 1, &Container::name), field("image", 2, &Container::image),
             field("args", 4, &Container::args), field("ports", 6, &Container::ports),
             field("livenessProbe", 10, &Container::liveness_probe),
             field("readinessProbe", 11, &Container::readiness_probe),
             field("startupProbe", 22, &Container::startup_probe),
             field("restartPolicy", 24, &Container::restart_policy),
             field("securityContext", 15, &Container::security_context));
};

template <>
struct FieldsOf<PodSpec> {
  static constexpr auto kFields = fields(
      field("volumes", 1, &PodSpec::volumes), field("containers", 2, &PodSpec::containers),
      field("restartPolicy", 3, &PodSpec::restart_policy),
      field("serviceAccountName", 8, &PodSpec::service_account_name),
      field("nodeName", 10, &PodSpec::node_name), field("hostNetwork", 11, &PodSpec::host_network),
      field("hostPID", 12, &PodSpec::host_pid), field("hostIPC", 13, &PodSpec::host_ipc),
      field("securityContext", 14, &PodSpec::security_context),
      field("initContainers", 20, &PodSpec::init_containers));
};

template <>
struct FieldsOf<PodTemplate> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &PodTemplate::meta), field("spec", 2, &PodTemplate::spec));
};

}  // namespace mesh::load
