// SPDX-License-Identifier: Apache-2.0
#include "common/istio/route_destination.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <fmt/format.h>

using namespace mesh;
using namespace mesh::istio;

namespace {

constexpr std::string_view kMesh = R"(
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }
    - { port: { number: 81, name: http-redirect, protocol: HTTP }, hosts: [shop.example.com], tls: { httpsRedirect: true } }
    - { port: { number: 443, name: tls, protocol: TLS }, hosts: [shop.example.com], tls: { mode: PASSTHROUGH } }
    - { port: { number: 8080, name: http-other, protocol: HTTP }, hosts: [other.example.com] }
---
apiVersion: v1
kind: Pod
metadata: { name: ingress, namespace: istio-ingress, labels: { istio: ingressgateway } }
spec: { containers: [{ name: istio-proxy, image: proxyv2, args: [proxy, router] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [edge, mesh]
)";

Snapshot with_routes(std::string_view rest) {
  return test::snapshot_of(fmt::format("{}{}", kMesh, rest));
}

std::vector<std::string> fields_and_hosts(const Snapshot& snapshot) {
  std::vector<std::string> out;
  for (const RoutedDestination& destination :
       destinations_of(*snapshot.find<VirtualService>("shop", "web"))) {
    out.push_back(destination.field.text() + " " + destination.host);
  }
  return out;
}

// "client shop/edge": namespaces of clients, and the gateway behind each.
std::vector<std::string> clients(const Snapshot& snapshot, std::string_view host_ns) {
  RouteContext context(snapshot);
  const auto destinations = destinations_of(*snapshot.find<VirtualService>("shop", "web"));
  std::vector<std::string> out;
  for (const RouteClient& client : context.clients_of(destinations.at(0), host_ns)) {
    out.push_back(
        fmt::format("{} {}", client.ns,
                    client.gateway == nullptr ? "mesh" : client.gateway->ref.qualified_name()));
  }
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("destinations of all sections are found, with their fields and full hosts") {
  const Snapshot snapshot = with_routes(R"(
  http:
    - redirect: { uri: / }
    - route: [{ destination: { host: A }, weight: 1 }, { destination: { host: b.c }, weight: 1 }]
  tls: [{ match: [{ sniHosts: [x] }], route: [{ destination: { host: c } }] }]
  tcp: [{ route: [{ destination: { host: d } }] }]
)");
  CHECK(fields_and_hosts(snapshot) ==
        Strings{"spec.http[1].route[0].destination a.shop.svc.cluster.local",
                "spec.http[1].route[1].destination b.c",
                "spec.tls[0].route[0].destination c.shop.svc.cluster.local",
                "spec.tcp[0].route[0].destination d.shop.svc.cluster.local"});
}

TEST_CASE("a destination of weight 0 gets requests only if it is alone") {
  CHECK(fields_and_hosts(
            with_routes("  http: [{ route: [{ destination: { host: a }, weight: 0 }] }]\n"))
            .size() == 1);
  const Snapshot beside = with_routes(R"(
  http: [{ route: [{ destination: { host: a }, weight: 100 }, { destination: { host: b } }] }]
)");
  CHECK(fields_and_hosts(beside).size() == 1);
}

TEST_CASE("mirrors are no destinations") {
  const Snapshot snapshot = with_routes(R"(
  http: [{ route: [{ destination: { host: a } }], mirror: { host: b }, mirrors: [{ destination: { host: c } }] }]
)");
  CHECK(fields_and_hosts(snapshot).size() == 1);
}

TEST_CASE("a rule is followed by its own namespace, the service's, and gateway pods") {
  const Snapshot snapshot = with_routes("  http: [{ route: [{ destination: { host: a } }] }]\n");
  CHECK(clients(snapshot, "catalog") ==
        Strings{"shop mesh", "catalog mesh", "istio-ingress shop/edge"});
}

TEST_CASE("a rule is followed only where it is exported to, and where its matches allow") {
  const Snapshot exported = with_routes(R"(
  exportTo: [".", client]
  http: [{ route: [{ destination: { host: a } }] }]
)");
  CHECK(clients(exported, "catalog") == Strings{"shop mesh", "client mesh"});
  const Snapshot matching = with_routes(R"(
  http: [{ match: [{ gateways: [edge] }], route: [{ destination: { host: a } }] }]
)");
  CHECK(clients(matching, "catalog") == Strings{"istio-ingress shop/edge"});
}

TEST_CASE("servers use a rule if they serve the host, want the section and are not redirects") {
  const Snapshot snapshot = with_routes(R"(
  http:
    - { route: [{ destination: { host: a } }] }
    - { match: [{ port: 81 }], route: [{ destination: { host: a } }] }
  tls: [{ match: [{ sniHosts: [shop.example.com] }], route: [{ destination: { host: a } }] }]
)");
  const RouteContext context(snapshot);
  std::vector<std::int64_t> ports;
  for (const RoutedDestination& destination :
       destinations_of(*snapshot.find<VirtualService>("shop", "web"))) {
    for (const RouteServer& server : context.servers_of(destination)) {
      ports.push_back(server.port);
    }
  }
  CHECK(ports == std::vector<std::int64_t>{80, 443});
}
