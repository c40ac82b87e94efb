// SPDX-License-Identifier: Apache-2.0
#include "common/istio/inbound.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <fmt/format.h>

using namespace mesh;
using namespace mesh::istio;

namespace {

constexpr std::string_view kPod = R"(
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop, labels: { app: cart } }
spec: { containers: [{ name: app, ports: [{ name: api, containerPort: 8080 }] }, { name: istio-proxy }] }
status: { phase: Running, podIP: 10.0.0.1 }
)";

std::string service(std::string_view name, std::string_view port, std::string_view created) {
  return fmt::format(R"(
---
apiVersion: v1
kind: Service
metadata: {{ name: {}, namespace: shop, creationTimestamp: "{}" }}
spec: {{ selector: {{ app: cart }}, ports: [{}] }}
)",
                     name, created, port);
}

// The answer refers to the snapshot.
struct Asked {
  Snapshot snapshot;
  Inbound inbound;

  const Inbound* operator->() const { return &inbound; }
};

Asked inbound(std::string_view more, std::int32_t port) {
  Snapshot snapshot = test::snapshot_of(std::string(kPod) + std::string(more));
  Inbound answer = inbound_of(snapshot, *snapshot.find<Pod>("shop", "cart"), port);
  return {.snapshot = std::move(snapshot), .inbound = std::move(answer)};
}

constexpr std::string_view kHttp = "{ name: http, port: 80, targetPort: api }";
constexpr std::string_view kTcp = "{ name: tcp, port: 81, targetPort: 8080 }";

}  // namespace

TEST_CASE("the oldest Service of a target port decides its protocol") {
  const auto protocol = [](std::string_view http_created, std::string_view tcp_created) {
    return inbound(service("a", kHttp, http_created) + service("b", kTcp, tcp_created), 8080)
        ->plaintext;
  };
  CHECK(protocol("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z") == Reception::Http);
  CHECK(protocol("2025-01-03T00:00:00Z", "2025-01-02T00:00:00Z") == Reception::Tcp);
}

TEST_CASE("of two Services equally old the host that sorts first decides") {
  const auto first = service("stock", kTcp, "2025-01-01T00:00:00Z");
  const auto second = service("stock-alt", kHttp, "2025-01-01T00:00:00Z");
  CHECK(inbound(first + second, 8080)->plaintext == Reception::Http);  // '-' sorts before '.'
}

TEST_CASE("a UDP Service port makes a chain for TCP") {
  const auto port = "{ name: http, port: 53, targetPort: 5353, protocol: UDP }";
  CHECK(inbound(service("dns", port, "2025-01-01T00:00:00Z"), 5353)->mtls == Reception::Tcp);
}

TEST_CASE("a port that nobody mentions is sniffed, and policies govern it") {
  const Asked strict = inbound(R"(
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
)",
                               4567);
  CHECK(strict->mtls == Reception::Auto);
  CHECK(strict->plaintext == Reception::Refused);
  CHECK(strict->mode == PortMode::Strict);
  CHECK(strict->port.decided_by.name.empty());
  CHECK(strict->policy.policy->ref.name == "default");
}

TEST_CASE("a Sidecar's ingress replaces the ports of Services, and its tls has no effect") {
  const std::string more = service("cart", kHttp, "2025-01-01T00:00:00Z") + R"(
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: cart, namespace: shop }
spec:
  workloadSelector: { labels: { app: cart } }
  ingress:
  - { port: { number: 9080, protocol: HTTP, name: in }, defaultEndpoint: "127.0.0.1:8080", tls: { mode: SIMPLE } }
)";
  CHECK(inbound(more, 8080)->plaintext == Reception::Auto);
  const Asked ingress = inbound(more, 9080);
  CHECK(ingress->plaintext == Reception::Http);
  CHECK(ingress->tls == Reception::Refused);
  CHECK(ingress->port.decided_by.kind == Kind::Sidecar);
  CHECK(ingress->port.field.text() == "spec.ingress[0].port.protocol");
}

TEST_CASE("a ServiceEntry with the pod among its endpoints counts as a Service") {
  CHECK(inbound(R"(
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart.example.com]
  ports: [{ number: 80, protocol: HTTP, name: http, targetPort: 8080 }]
  resolution: STATIC
  workloadSelector: { labels: { app: cart } }
)",
                8080)
            ->plaintext == Reception::Http);
}

TEST_CASE("a port left out of redirection takes everything") {
  const Snapshot snapshot = test::snapshot_of(R"(
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9090" } }
spec: { containers: [{ name: app }, { name: istio-proxy }] }
status: { phase: Running }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-system }
spec: { mtls: { mode: STRICT } }
)");
  const Pod& pod = *snapshot.find<Pod>("shop", "cart");
  CHECK(inbound_of(snapshot, pod, 8080).mode == PortMode::Strict);
  const Inbound excluded = inbound_of(snapshot, pod, 9090);
  CHECK(excluded.mode == PortMode::Disable);
  CHECK(outcome_at(excluded, Wire::Plaintext, AppProtocol::Tcp) == ServerOutcome::Ok);
  CHECK(outcome_at(excluded, Wire::IstioMtls, AppProtocol::Http) == ServerOutcome::TlsToApp);
}

TEST_CASE("policies of a namespace that no discovery selector selects do not exist") {
  const Asked seen = inbound(R"(
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "discoverySelectors: [{ matchLabels: { mesh: 'on' } }]" }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
)",
                             8080);
  CHECK(seen->mode == PortMode::Permissive);
}
