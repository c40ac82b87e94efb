// SPDX-License-Identifier: Apache-2.0
// core/v1 Service, discovery.k8s.io/v1 EndpointSlice, networking.k8s.io/v1 Ingress.
#include "common/load/fields_meta.h"
#include "common/load/kind_reader.h"

namespace mesh::load {

template <>
struct FieldsOf<ServicePort> {
  static constexpr auto kFields = fields(
      field("name", 1, &ServicePort::name), field("protocol", 2, &ServicePort::protocol),
      field("port", 3, &ServicePort::port), field("targetPort", 4, &ServicePort::target_port),
      field("nodePort", 5, &ServicePort::node_port),
      field("appProtocol", 6, &ServicePort::app_protocol));
};

template <>
struct FieldsOf<LoadBalancerIngress> {
  static constexpr auto kFields = fields(field("ip", 1, &LoadBalancerIngress::ip),
                                         field("hostname", 2, &LoadBalancerIngress::hostname));
};

template <>
struct FieldsOf<Service> {
  static constexpr auto kFields = fields(
      field("metadata", 1, &Service::meta),
      group("spec", 2, field("ports", 1, &Service::ports), field("selector", 2, &Service::selector),
            field("clusterIP", 3, &Service::cluster_ip), field("type", 4, &Service::type),
            field("externalIPs", 5, &Service::external_ips),
            field("externalName", 10, &Service::external_name),
            field("publishNotReadyAddresses", 13, &Service::publish_not_ready_addresses),
            field("internalTrafficPolicy", 22, &Service::internal_traffic_policy)),
      group("status", 3,
            group("loadBalancer", 1, field("ingress", 1, &Service::load_balancer_ingress))));
};

template <>
struct FieldsOf<Endpoint> {
  static constexpr auto kFields =
      fields(field("addresses", 1, &Endpoint::addresses),
             group("conditions", 2, field("ready", 1, &Endpoint::ready),
                   field("terminating", 3, &Endpoint::terminating)),
             group("targetRef", 4, field("kind", 1, &Endpoint::target_kind),
                   field("name", 3, &Endpoint::target_name)),
             field("nodeName", 6, &Endpoint::node_name));
};

template <>
struct FieldsOf<EndpointPort> {
  static constexpr auto kFields =
      fields(field("name", 1, &EndpointPort::name), field("protocol", 2, &EndpointPort::protocol),
             field("port", 3, &EndpointPort::port));
};

template <>
struct FieldsOf<EndpointSlice> {
  static constexpr auto kFields = fields(field("metadata", 1, &EndpointSlice::meta),
                                         field("endpoints", 2, &EndpointSlice::endpoints),
                                         field("ports", 3, &EndpointSlice::ports),
                                         field("addressType", 4, &EndpointSlice::address_type));
};

template <>
struct FieldsOf<IngressBackend> {
  static constexpr auto kFields =
      fields(group("service", 4, field("name", 1, &IngressBackend::service_name),
                   group("port", 2, field("name", 1, &IngressBackend::port_name),
                         field("number", 2, &IngressBackend::port_number))));
};

template <>
struct FieldsOf<IngressPath> {
  static constexpr auto kFields =
      fields(field("path", 1, &IngressPath::path), field("backend", 2, &IngressPath::backend));
};

template <>
struct FieldsOf<IngressRule> {
  static constexpr auto kFields =
      fields(field("host", 1, &IngressRule::host),
             inlined(2, group("http", 1, field("paths", 1, &IngressRule::paths))));
};

template <>
struct FieldsOf<Ingress> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &Ingress::meta),
             group("spec", 2, field("defaultBackend", 1, &Ingress::default_backend),
                   field("rules", 3, &Ingress::rules),
                   field("ingressClassName", 4, &Ingress::ingress_class_name)));
};

std::span<const KindReader> endpoint_readers() {
  static constexpr std::array kReaders{kind_reader<Service, Kind::Service>(),
                                       kind_reader<EndpointSlice, Kind::EndpointSlice>(),
                                       kind_reader<Ingress, Kind::Ingress>()};
  return kReaders;
}

}  // namespace mesh::load
