// SPDX-License-Identifier: Apache-2.0
#include "common/istio/virtual_service.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <fmt/format.h>

using namespace mesh;
using namespace mesh::istio;

namespace {

Snapshot with_server(std::string_view protocol, std::string_view tls, std::string_view hosts) {
  return test::snapshot_of(fmt::format(R"(
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {{ name: edge, namespace: infra }}
spec:
  servers: [{{ port: {{ number: 443, name: x, protocol: {} }}, hosts: [{}]{} }}]
)",
                                       protocol, hosts,
                                       tls.empty() ? "" : fmt::format(", tls: {{ {} }}", tls)));
}

std::optional<RouteSection> section(std::string_view protocol, std::string_view tls = {}) {
  const Snapshot snapshot = with_server(protocol, tls, "'*'");
  return needed_section(snapshot.all<Gateway>()[0].servers[0]);
}

// Whether a server with this host uses a VirtualService of `ns` for `host`.
bool is_served(std::string_view server_host, std::string_view ns, std::string_view host,
               std::string_view protocol = "HTTP") {
  const Snapshot snapshot = with_server(protocol, "", fmt::format("'{}'", server_host));
  return serves(snapshot.all<Gateway>()[0], ns, host);
}

bool bound_to_mesh(std::string_view spec) {
  const Snapshot snapshot =
      test::snapshot_of(fmt::format("{{apiVersion: networking.istio.io/v1, kind: VirtualService, "
                                    "metadata: {{name: a, namespace: shop}}, spec: {}}}",
                                    spec));
  return is_bound_to_mesh(snapshot.all<VirtualService>()[0]);
}

}  // namespace

TEST_CASE("a VirtualService is bound to the mesh by its word, or by leaving gateways out") {
  CHECK(bound_to_mesh("{hosts: [a]}"));
  CHECK(bound_to_mesh("{hosts: [a], gateways: []}"));
  CHECK(bound_to_mesh("{hosts: [a], gateways: [edge, mesh]}"));
  CHECK_FALSE(bound_to_mesh("{hosts: [a], gateways: [edge]}"));
  CHECK_FALSE(bound_to_mesh("{http: []}"));  // a delegate
}

TEST_CASE("the section that a server takes depends on its protocol and TLS mode") {
  CHECK(section("HTTP") == RouteSection::Http);
  CHECK(section("grpc") == RouteSection::Http);
  CHECK(section("HTTPS", "mode: SIMPLE") == RouteSection::Http);
  CHECK(section("HTTPS", "mode: OPTIONAL_MUTUAL") == RouteSection::Http);
  CHECK(section("HTTPS", "mode: PASSTHROUGH") == RouteSection::Tls);
  CHECK(section("HTTPS", "credentialName: x") == RouteSection::Tls);  // PASSTHROUGH by default
  CHECK(section("TLS", "mode: PASSTHROUGH") == RouteSection::Tls);
  CHECK(section("TLS", "mode: MUTUAL") == RouteSection::Tcp);
  CHECK(section("TCP") == RouteSection::Tcp);
  CHECK(section("MONGO") == RouteSection::Tcp);
}

TEST_CASE("some servers take no section") {
  CHECK(section("TLS", "mode: AUTO_PASSTHROUGH") == std::nullopt);
  CHECK(section("HTTPS") == std::nullopt);
  CHECK(section("TLS") == std::nullopt);
  CHECK(section("nonsense") == std::nullopt);
}

TEST_CASE("a server host binds hosts in either direction, and is compared in lower case") {
  CHECK(is_served("a.foo.com", "shop", "a.foo.com"));
  CHECK(is_served("A.foo.com", "shop", "a.foo.com"));
  CHECK(is_served("*.foo.com", "shop", "a.foo.com"));
  CHECK(is_served("a.foo.com", "shop", "*.foo.com"));
  CHECK(is_served("*", "shop", "*"));
  CHECK_FALSE(is_served("*.foo.com", "shop", "foo.com"));
}

TEST_CASE("for TCP the server host must cover the other") {
  CHECK(is_served("*.foo.com", "shop", "a.foo.com", "TCP"));
  CHECK_FALSE(is_served("a.foo.com", "shop", "*.foo.com", "TCP"));
}

TEST_CASE("a server host may be open to one namespace only") {
  CHECK(is_served("shop/a.foo.com", "shop", "a.foo.com"));
  CHECK(is_served("*/a.foo.com", "shop", "a.foo.com"));
  CHECK(is_served("./a.foo.com", "infra", "a.foo.com"));
  CHECK_FALSE(is_served("./a.foo.com", "shop", "a.foo.com"));
  CHECK_FALSE(is_served("pay/*", "shop", "a.foo.com"));
}

TEST_CASE("a plain server that redirects to HTTPS does nothing else") {
  const auto redirects = [](std::string_view protocol) {
    const Snapshot snapshot = with_server(protocol, "httpsRedirect: true, mode: SIMPLE", "'*'");
    return only_redirects(snapshot.all<Gateway>()[0].servers[0]);
  };
  CHECK(redirects("HTTP"));
  CHECK_FALSE(redirects("HTTPS"));
}

TEST_CASE("a delegate is in force where its roots are") {
  const Snapshot snapshot = test::snapshot_of(R"(
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: root, namespace: shop }
spec:
  hosts: [a]
  http:
    - route: [{ destination: { host: a } }]
    - delegate: { name: here }
    - delegate: { name: there, namespace: other }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: here, namespace: shop }
spec: { http: [] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: here, namespace: other }
spec: { http: [] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: there, namespace: other }
spec: { http: [] }
)");
  const auto roots = [&](std::string_view ns, std::string_view name) {
    return routing_roots(snapshot, *snapshot.find<VirtualService>(ns, name));
  };
  REQUIRE(roots("shop", "here").size() == 1);
  CHECK(roots("shop", "here").front().rule == 1);
  REQUIRE(roots("other", "there").size() == 1);
  CHECK(roots("other", "there").front().rule == 2);
  CHECK(roots("other", "here").empty());
  REQUIRE(roots("shop", "root").size() == 1);
  CHECK_FALSE(roots("shop", "root").front().rule);
}

TEST_CASE("a Gateway named twice counts once, and a missing one not at all") {
  const Snapshot snapshot = test::snapshot_of(R"(
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { servers: [] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [a], gateways: [mesh, missing, edge, ./edge, shop/edge] }
)");
  const auto named = gateways_of(snapshot, snapshot.all<VirtualService>()[0]);
  REQUIRE(named.size() == 1);
  CHECK(named.front().index == 2);
}
