// SPDX-License-Identifier: Apache-2.0
//
// A gateway is reached through a Service. Of type LoadBalancer it needs an address that the cloud,
// or whatever provides load balancers, has assigned; of any type it needs ready endpoints. A
// manifest that was never applied has no status, which says nothing. Other types are a choice.
// Where no gateway pod is ready, ROUTE021 speaks.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "common/istio/gateway_pods.h"
#include "plugins/routes/checks.h"

#include <algorithm>
#include <map>
#include <set>

namespace mesh::routes {
namespace {

using GatewaysByService = std::map<const Service*, std::vector<const Gateway*>>;

// Services through which some Gateway is reached, with those Gateways.
GatewaysByService gateways_by_service(const Snapshot& snapshot) {
  GatewaysByService by_service;
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    std::set<const Service*> services;
    for (const Pod* pod : istio::routers_of(snapshot, gateway)) {
      if (pod->is_ready()) {
        services.insert(snapshot.services_selecting(*pod).begin(),
                        snapshot.services_selecting(*pod).end());
      }
    }
    for (const Service* service : services) {
      by_service[service].push_back(&gateway);
    }
  }
  return by_service;
}

bool has_external_address(const Service& service) {
  return !service.external_ips.empty() ||
         (service.load_balancer_ingress && !service.load_balancer_ingress->empty());
}

// A Service that the API server has seen has a cluster IP.
bool has_status(const Snapshot& snapshot, const Service& service) {
  return snapshot.is_live() || !service.cluster_ip.empty() || service.load_balancer_ingress;
}

std::string who_suffers(const std::vector<const Gateway*>& gateways) {
  return gateways.size() == 1 ? gateways.front()->ref.text()
                              : std::to_string(gateways.size()) + " Gateways";
}

void name_gateways(const std::vector<const Gateway*>& gateways, Finding& finding) {
  constexpr std::size_t kNamedAtMost = 3;
  for (std::size_t i = 0; i < gateways.size() && i < kNamedAtMost; ++i) {
    finding.because(gateways[i]->ref, FieldPath("spec", "selector"), "is served through it");
  }
}

void check_address(const Snapshot& snapshot, const Service& service,
                   const std::vector<const Gateway*>& gateways, Reporter& report) {
  if (service.type != "LoadBalancer" || has_external_address(service) ||
      !has_status(snapshot, service)) {
    return;
  }
  Finding& finding = report.add(
      service.ref, FieldPath("status", "loadBalancer", "ingress"),
      "no external address is assigned: {} cannot be reached from outside", who_suffers(gateways));
  finding.symptom("EXTERNAL-IP <pending>")
      .remedy(
          "see why with kubectl describe -n {} service/{}: the cluster may have nothing that "
          "provides load "
          "balancers, or its quota is used up",
          service.ref.ns, service.ref.name);
  name_gateways(gateways, finding);
}

bool has_ready_endpoint(const Snapshot& snapshot, const Service& service) {
  return std::any_of(service.ports.begin(), service.ports.end(), [&](const ServicePort& port) {
    const auto endpoints = istio::endpoints_of(snapshot, service, port);
    return std::any_of(endpoints.begin(), endpoints.end(),
                       [](const istio::ServiceEndpoint& each) { return each.ready; });
  });
}

void check_endpoints(const Snapshot& snapshot, const Service& service,
                     const std::vector<const Gateway*>& gateways, Reporter& report) {
  if (service.ports.empty() || has_ready_endpoint(snapshot, service)) {
    return;
  }
  Finding& finding = report.add(service.ref, FieldPath("spec", "ports"),
                                "no port has a ready endpoint, though gateway pods are ready: {} "
                                "cannot be reached through it",
                                who_suffers(gateways));
  finding.symptom("connection refused or timed out")
      .remedy(
          "compare each targetPort with the ports of the pods, and look at the endpoints: kubectl "
          "get endpointslices "
          "-n {} -l kubernetes.io/service-name={}",
          service.ref.ns, service.ref.name);
  name_gateways(gateways, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const auto& [service, gateways] : gateways_by_service(snapshot)) {
    check_address(snapshot, *service, gateways, report);
    check_endpoints(snapshot, *service, gateways, report);
  }
}

}  // namespace

constinit const Check kGatewayServiceReachable{
    .info =
        {.code = "ROUTE023",
         .severity = Severity::Error,
         .title = "Gateway Service has an external address and endpoints",
         .reads = Kinds{Kind::Gateway, Kind::Service, Kind::EndpointSlice} | kPodsAndWorkloads,
         .explain =
             "Clients outside the cluster reach a gateway through its Service. A Service of type "
             "LoadBalancer shows `EXTERNAL-IP <pending>` until something assigns an address: the "
             "cloud's controller, or MetalLB and its like. Without one, nobody outside gets in; "
             "without "
             "ready endpoints, nobody at all.\n\n"
             "`kubectl describe service` shows the events of whoever should assign the address: "
             "quota, a missing subnet, a class of load balancer that does not exist. Gateways of "
             "type "
             "ClusterIP or NodePort are not reported.",
         .peers = ""},
    .run = run,
};

}  // namespace mesh::routes
