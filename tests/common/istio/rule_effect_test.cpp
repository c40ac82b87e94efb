// SPDX-License-Identifier: Apache-2.0
#include "common/istio/rule_effect.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <fmt/format.h>

using namespace mesh;
using namespace mesh::istio;

namespace {

constexpr std::string_view kServices = R"(
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: shop }
spec: { ports: [{ name: tcp, port: 5432 }, { name: dns, port: 53, protocol: UDP }] }
---
apiVersion: v1
kind: Service
metadata: { name: mixed, namespace: shop }
spec: { ports: [{ name: tcp, port: 5432 }, { name: http, port: 80 }, { name: web, port: 81 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  servers:
    - port: { number: 443, name: tls, protocol: TLS }
      hosts: [a.example.com]
      tls: { mode: PASSTHROUGH }
    - port: { number: 8443, name: https, protocol: HTTPS }
      hosts: [b.example.com]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
)";

Snapshot with_spec(std::string_view spec) {
  return test::snapshot_of(fmt::format("{}{}", kServices, spec));
}

BoundRule first_http_rule(const Snapshot& snapshot) {
  const VirtualService* owner = snapshot.find<VirtualService>("shop", "web");
  return {.owner = owner,
          .section = RouteSection::Http,
          .rule = 0,
          .root = {.virtual_service = owner, .rule = std::nullopt}};
}

Effect effect_of_http_in_mesh(std::string_view spec) {
  const Snapshot snapshot = with_spec(spec);
  return effect_in_mesh(Registry(snapshot), first_http_rule(snapshot));
}

Effect effect_of_http_at_edge(std::string_view spec) {
  const Snapshot snapshot = with_spec(spec);
  return effect_at(*snapshot.find<Gateway>("shop", "edge"), first_http_rule(snapshot));
}

}  // namespace

TEST_CASE("http rules are idle in the mesh where all called ports are opaque") {
  CHECK(effect_of_http_in_mesh("  hosts: [ledger]\n  http: [{}]") == Effect::Idle);
  CHECK(effect_of_http_in_mesh("  hosts: [mixed]\n  http: [{}]") == Effect::Possible);
  CHECK(effect_of_http_in_mesh("  hosts: [mixed]\n  http: [{ match: [{ port: 5432 }] }]") ==
        Effect::Idle);
  CHECK(effect_of_http_in_mesh("  hosts: [ledger, mixed]\n  http: [{}]") == Effect::Possible);
}

TEST_CASE("what cannot be told is possible") {
  CHECK(effect_of_http_in_mesh("  hosts: [unknown.example.com]\n  http: [{}]") == Effect::Possible);
  CHECK(effect_of_http_in_mesh("  hosts: ['*.example.com']\n  http: [{}]") == Effect::Possible);
  CHECK(effect_of_http_in_mesh("  hosts: [ledger]\n  http: [{ match: [{ port: 99 }] }]") ==
        Effect::Possible);
}

TEST_CASE("a rule for gateways only has none in the mesh") {
  CHECK(effect_of_http_in_mesh("  hosts: [ledger]\n  gateways: [edge]\n  http: [{}]") ==
        Effect::NotBound);
  CHECK(effect_of_http_in_mesh("  hosts: [ledger]\n  http: [{ match: [{ gateways: [edge] }] }]") ==
        Effect::NotBound);
}

TEST_CASE("http rules are idle at servers that pass TLS through") {
  CHECK(effect_of_http_at_edge("  hosts: [a.example.com]\n  gateways: [edge]\n  http: [{}]") ==
        Effect::Idle);
  CHECK(effect_of_http_at_edge(
            "  hosts: [a.example.com]\n  gateways: [edge]\n  tls: [{}]\n  http: [{}]") ==
        Effect::Idle);
}

TEST_CASE("a server that is not in order, or that takes no host, proves nothing") {
  CHECK(effect_of_http_at_edge("  hosts: [b.example.com]\n  gateways: [edge]\n  http: [{}]") ==
        Effect::Possible);
  CHECK(effect_of_http_at_edge("  hosts: [c.example.com]\n  gateways: [edge]\n  http: [{}]") ==
        Effect::Possible);
}

TEST_CASE("only ports at which a rule is used are called") {
  const Snapshot snapshot = with_spec("  hosts: [mixed]\n  http: [{}]");
  std::vector<std::int64_t> numbers;
  for (const RegistryPort& port :
       called_ports(Registry(snapshot), first_http_rule(snapshot), "mixed")) {
    numbers.push_back(port.number);
  }
  CHECK(numbers == std::vector<std::int64_t>{80, 81});
}
