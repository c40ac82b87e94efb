// SPDX-License-Identifier: Apache-2.0
// core/v1: PodSpec and what is in it; shared by pods and the workloads' templates.
#pragma once

#include "common/load/fields_meta.h"
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
struct FieldsOf<Container> {
  static constexpr auto kFields =
      fields(field("name", 1, &Container::name), field("image", 2, &Container::image),
             field("args", 4, &Container::args), field("ports", 6, &Container::ports),
             field("livenessProbe", 10, &Container::liveness_probe),
             field("readinessProbe", 11, &Container::readiness_probe),
             field("startupProbe", 22, &Container::startup_probe),
             field("restartPolicy", 24, &Container::restart_policy),
             group("securityContext", 15, field("runAsUser", 4, &Container::run_as_user)));
};

template <>
struct FieldsOf<PodSpec> {
  static constexpr auto kFields = fields(
      field("containers", 2, &PodSpec::containers),
      field("restartPolicy", 3, &PodSpec::restart_policy),
      field("serviceAccountName", 8, &PodSpec::service_account_name),
      field("nodeName", 10, &PodSpec::node_name), field("hostNetwork", 11, &PodSpec::host_network),
      field("initContainers", 20, &PodSpec::init_containers));
};

template <>
struct FieldsOf<PodTemplate> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &PodTemplate::meta), field("spec", 2, &PodTemplate::spec));
};

}  // namespace mesh::load
