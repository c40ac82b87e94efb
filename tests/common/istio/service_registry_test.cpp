// SPDX-License-Identifier: Apache-2.0
#include "common/istio/service_registry.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

using namespace mesh;
using namespace mesh::istio;

namespace {

constexpr std::string_view kHosts = R"(
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop, annotations: { networking.istio.io/exportTo: "., client" } }
spec: { ports: [{ name: http, port: 80 }, { name: grpc, port: 9090 }] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec:
  hosts: [api.example.com, "*.example.org"]
  exportTo: [shop]
  ports: [{ number: 443, name: tls, protocol: TLS }]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: other }
spec: { hosts: [API.example.com], ports: [{ number: 80, name: http, protocol: HTTP }] }
)";

constexpr std::string_view kCart = "cart.shop.svc.cluster.local";

}  // namespace

TEST_CASE("a host stands for a Service by its full name only") {
  const Snapshot snapshot = test::snapshot_of(kHosts);
  REQUIRE(find_service(snapshot, kCart) != nullptr);
  CHECK(host_of(*find_service(snapshot, kCart)) == kCart);
  for (const char* host : {"cart", "cart.shop", "cart.shop.svc", "cart.other.svc.cluster.local",
                           "svc.cluster.local"}) {
    CHECK(find_service(snapshot, host) == nullptr);
  }
}

TEST_CASE("clients see what is exported to their namespace") {
  const Snapshot snapshot = test::snapshot_of(kHosts);
  const Registry registry(snapshot);
  for (const auto& [ns, visible] : {std::pair("shop", true), {"client", true}, {"other", false}}) {
    CAPTURE(ns);
    CHECK(static_cast<bool>(registry.look_up(kCart, ns)) == visible);
    CHECK(static_cast<bool>(look_up(snapshot, kCart, ns)) == visible);
  }
  CHECK(registry.look_up("api.example.com", "client").object().ref.ns == "other");
  CHECK_FALSE(registry.look_up("a.example.org", "client"));
  CHECK(registry.look_up("a.example.org", "shop").object().ref.name == "api");
}

TEST_CASE("everything that stands for a host is found, exported or not") {
  const Snapshot snapshot = test::snapshot_of(kHosts);
  const Registry registry(snapshot);
  CHECK(registry.find_all(kCart).size() == 1);
  CHECK(registry.find_all(kCart).front().ports().size() == 2);
  CHECK(registry.find_all("api.example.com").size() == 2);
  CHECK(registry.find_all("a.b.example.org").size() == 1);
  CHECK(registry.find_all("example.org").empty());
}

TEST_CASE("a pattern has to do with hosts that it covers, and wildcards that cover it") {
  const Snapshot snapshot = test::snapshot_of(kHosts);
  const Registry registry(snapshot);
  for (const char* pattern : {"*.local", "*.shop.svc.cluster.local", "*.example.com",
                              "*.a.example.org", "*.org", "b.example.org"}) {
    CAPTURE(pattern);
    CHECK(registry.overlaps_any(pattern));
  }
  for (const char* pattern : {"*.other.svc.cluster.local", "*.example.net", "cart.shop"}) {
    CAPTURE(pattern);
    CHECK_FALSE(registry.overlaps_any(pattern));
  }
}

TEST_CASE("files tell that a Service is missing only where they hold one of its namespace") {
  const Snapshot snapshot = test::snapshot_of(kHosts);
  CHECK(can_tell_absence(snapshot, "web.shop.svc.cluster.local"));
  CHECK_FALSE(can_tell_absence(snapshot, "web.other.svc.cluster.local"));
  CHECK(can_tell_absence(test::live_snapshot_of(kHosts), "web.other.svc.cluster.local"));
}

TEST_CASE("a name that no Service can have is missing if no ServiceEntry has it") {
  const Snapshot snapshot =
      test::snapshot_of("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
  CHECK(can_tell_absence(snapshot, "cart.shop"));
  CHECK(can_tell_absence(snapshot, "api.example.com"));
  CHECK_FALSE(can_tell_absence(snapshot, "cart.shop.svc.cluster.local"));
  CHECK_FALSE(can_tell_absence(snapshot, "cart.shop.svc.corp.local"));
  CHECK_FALSE(can_tell_absence(snapshot, "*.local"));
}
