// SPDX-License-Identifier: Apache-2.0
#include "common/istio/gateway_pods.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>
#include <vector>

using namespace mesh;
using namespace mesh::istio;

namespace {

using Resolved = std::pair<std::string_view, std::string_view>;

constexpr std::string_view kPods = R"(
apiVersion: v1
kind: Pod
metadata: { name: edge-1, namespace: edge, labels: { app: edge, tier: public } }
spec:
  containers: [{ name: istio-proxy, image: proxyv2, args: [proxy, router] }]
status: { phase: Running }
---
apiVersion: v1
kind: Pod
metadata: { name: edge-0, namespace: edge, labels: { app: edge } }
spec:
  containers: [{ name: istio-proxy, image: proxyv2, args: [proxy, router] }]
status: { phase: Succeeded }
---
apiVersion: v1
kind: Pod
metadata: { name: waypoint-1, namespace: shop, labels: { gateway.networking.k8s.io/gateway-name: waypoint } }
spec:
  containers: [{ name: istio-proxy, image: proxyv2, args: [proxy, waypoint] }]
status: { phase: Running }
---
apiVersion: v1
kind: Pod
metadata: { name: cart-1, namespace: shop, labels: { app: cart, tier: public } }
spec:
  containers: [{ name: cart, image: cart }, { name: istio-proxy, image: proxyv2, args: [proxy, sidecar] }]
status: { phase: Running }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: inner, namespace: inner }
spec:
  template:
    metadata:
      labels: { app: inner }
      annotations: { inject.istio.io/templates: "gateway,ours" }
    spec:
      containers: [{ name: istio-proxy, image: auto }]
---
apiVersion: v1
kind: Service
metadata: { name: edge, namespace: edge }
spec: { selector: { app: edge }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: edge, namespace: shop }
spec: { selector: { app: edge }, ports: [{ port: 80 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: all, namespace: shop }
spec: {}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { selector: { tier: public } }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { selector: { app: edge } }
)";

std::vector<std::string> names(const std::vector<const Pod*>& pods) {
  std::vector<std::string> out;
  for (const Pod* pod : pods) {
    out.push_back(pod->ref.qualified_name());
  }
  return out;
}

}  // namespace

TEST_CASE("a Gateway without selector holds for all routers and for nothing else") {
  const Snapshot s = test::snapshot_of(kPods);
  const Gateway& gateway = *s.find<Gateway>("shop", "all");
  CHECK(names(pods_of(s, gateway)) == std::vector<std::string>{"edge/edge-1", "inner/inner"});
  CHECK(gateway_namespaces(s, gateway) == std::vector<std::string_view>{"edge", "inner"});
}

TEST_CASE("a selector matches pods of every kind, of which only routers serve") {
  const Snapshot s = test::snapshot_of(kPods);
  const Gateway& gateway = *s.find<Gateway>("shop", "public");
  CHECK(names(pods_of(s, gateway)) == std::vector<std::string>{"edge/edge-1", "shop/cart-1"});
  CHECK(names(routers_of(s, gateway)) == std::vector<std::string>{"edge/edge-1"});
}

TEST_CASE("the Services of a Gateway select its pods in their own namespace") {
  const Snapshot s = test::snapshot_of(kPods);
  const std::vector<const Service*> services = services_of(s, *s.find<Gateway>("shop", "edge"));
  REQUIRE(services.size() == 1);
  CHECK(services[0]->ref.qualified_name() == "edge/edge");
}

TEST_CASE("references to Gateways resolve as Istio resolves them") {
  CHECK(resolve_gateway_name("edge", "shop") == Resolved{"shop", "edge"});
  CHECK(resolve_gateway_name("pay/edge", "shop") == Resolved{"pay", "edge"});
  CHECK(resolve_gateway_name("./edge", "shop") == Resolved{"shop", "edge"});
  CHECK(resolve_gateway_name("edge.pay", "shop") == Resolved{"pay", "edge"});
  CHECK(resolve_gateway_name("edge.pay.svc.cluster.local", "shop") == Resolved{"pay", "edge"});
  CHECK(resolve_gateway_name("pay/edge.public", "shop") == Resolved{"pay", "edge.public"});
}

TEST_CASE("a reference finds the Gateway that it means") {
  const Snapshot s = test::snapshot_of(kPods);
  CHECK(find_gateway(s, "edge", "shop") == s.find<Gateway>("shop", "edge"));
  CHECK(find_gateway(s, "shop/edge", "pay") == s.find<Gateway>("shop", "edge"));
  CHECK(find_gateway(s, "edge.shop", "pay") == s.find<Gateway>("shop", "edge"));
  CHECK(find_gateway(s, "edge", "pay") == nullptr);
}
