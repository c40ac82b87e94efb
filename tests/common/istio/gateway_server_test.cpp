// SPDX-License-Identifier: Apache-2.0
#include "common/istio/gateway_server.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

using namespace mesh;
using namespace mesh::istio;

namespace {

constexpr std::string_view kGateway = R"(
apiVersion: v1
kind: Pod
metadata: { name: edge-1, namespace: edge, labels: { app: edge } }
spec:
  containers:
    - { name: istio-proxy, args: [proxy, router], ports: [{ name: https, containerPort: 8443 }, { containerPort: 9090, hostPort: 90 }] }
---
apiVersion: v1
kind: Service
metadata: { name: newer, namespace: edge, creationTimestamp: "2026-02-01T00:00:00Z" }
spec:
  selector: { app: edge }
  ports:
    - { name: http, port: 80, targetPort: 8081 }
    - { name: https, port: 443, targetPort: https }
    - { name: missing, port: 444, targetPort: no-such-port }
    - { name: quic, port: 8444, protocol: UDP }
---
apiVersion: v1
kind: Service
metadata: { name: older, namespace: edge, creationTimestamp: "2026-01-01T00:00:00Z" }
spec:
  selector: { app: edge }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata:
  name: untranslated
  namespace: edge
  creationTimestamp: "2025-01-01T00:00:00Z"
  labels: { experimental.istio.io/disable-gateway-port-translation: "true" }
spec:
  selector: { app: edge }
  ports: [{ name: http, port: 81, targetPort: 8082 }]
)";

}  // namespace

TEST_CASE(
    "a server listens on the target of the Service port with its number, else on the number") {
  const Snapshot s = test::snapshot_of(kGateway);
  const Pod& pod = *s.find<Pod>("edge", "edge-1");
  CHECK(listening_port(s, pod, 80) == 8080);   // the older Service decides
  CHECK(listening_port(s, pod, 443) == 8443);  // by name
  CHECK(listening_port(s, pod, 444) == 444);   // the name is missing
  CHECK(listening_port(s, pod, 81) == 81);     // translation is turned off
  CHECK(listening_port(s, pod, 8080) == 8080);
}

TEST_CASE("a server is reached through the Service ports that lead to what it listens on") {
  const Snapshot s = test::snapshot_of(kGateway);
  const Pod& pod = *s.find<Pod>("edge", "edge-1");
  const auto leading = ports_leading_to(s, pod, 8443);
  REQUIRE(leading.size() == 1);
  CHECK(leading[0].service->ref.name == "newer");
  CHECK(leading[0].port().port == 443);
  CHECK(is_reachable(s, pod, 80));
  CHECK(is_reachable(s, pod, 8081));  // the target of the newer Service
  CHECK_FALSE(is_reachable(s, pod, 8090));
  CHECK_FALSE(is_reachable(s, pod, 8444));  // UDP only
  CHECK_FALSE(is_reachable(s, pod, 81));    // the Service leads to 8082
  CHECK(is_reachable(s, pod, 9090));        // by a port of the node
}
