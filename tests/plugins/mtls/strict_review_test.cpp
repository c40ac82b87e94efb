// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/strict/plan.h"
#include "plugins/mtls/strict/review.h"
#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <fmt/format.h>

using namespace mesh;
using namespace mesh::mtls;

namespace {

// A pod with a sidecar; `annotations` and `container` are flow mappings without braces.
std::string pod(std::string_view name, std::string_view annotations = {},
                std::string_view container = {}) {
  return fmt::format(R"(
---
apiVersion: v1
kind: Pod
metadata:
  name: {0}
  namespace: shop
  labels: {{ app: {0}, security.istio.io/tlsMode: istio }}
  annotations: {{ {1} }}
spec: {{ containers: [{{ name: app, {2} }}, {{ name: istio-proxy }}] }}
status: {{ phase: Running }}
)",
                     name, annotations, container);
}

std::string bare(std::string_view name, std::string_view ns = "shop") {
  return fmt::format(R"(
---
apiVersion: v1
kind: Pod
metadata: {{ name: {0}, namespace: {1}, labels: {{ app: {0} }} }}
spec: {{ containers: [{{ name: app }}] }}
status: {{ phase: Running }}
)",
                     name, ns);
}

std::string service(std::string_view name, std::string_view more = {}) {
  return fmt::format(R"(
---
apiVersion: v1
kind: Service
metadata: {{ name: {0}, namespace: shop }}
spec: {{ selector: {{ app: {0} }}, ports: [{{ name: http, port: 80, targetPort: 8080 }}], {1} }}
)",
                     name, more);
}

std::string policy(std::string_view spec) {
  return fmt::format(R"(
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {{ name: some, namespace: shop }}
spec: {{ {} }}
)",
                     spec);
}

struct Reviewed {
  Snapshot snapshot;
  StrictReview review;

  const StrictReview* operator->() const { return &review; }
};

Reviewed review(const std::string& yaml) {
  Snapshot snapshot = test::snapshot_of(yaml);
  StrictReview result = review_strict(snapshot, "shop");
  return {.snapshot = std::move(snapshot), .review = std::move(result)};
}

}  // namespace

TEST_CASE("nothing is in the way of a namespace whose pods all have a sidecar") {
  const Reviewed done = review(pod("cart") + service("cart"));
  CHECK(done->blockers.empty());
  CHECK(done->possible.empty());
  CHECK(done->exceptions.empty());
  const std::vector<PlanStep> plan = plan_strict(done.snapshot, "shop", done.review);
  REQUIRE(plan.size() == 1);
  CHECK(plan.front().text == "set the namespace to STRICT");
}

TEST_CASE("a workload without a sidecar blocks, one of another namespace may") {
  const Reviewed done = review(pod("cart") + bare("legacy") + bare("batch", "jobs"));
  REQUIRE(done->blockers.size() == 1);
  CHECK(done->blockers[0].object.name == "legacy");
  REQUIRE(done->possible.size() == 1);
  CHECK_THAT(done->possible[0].reason, Catch::Contains("1 workload of namespace jobs"));
}

TEST_CASE("a probe that still names the application's port blocks") {
  const auto probe = "readinessProbe: { httpGet: { path: /, port: 8080 } }";
  const auto rewritten =
      "readinessProbe: { httpGet: { path: /app-health/app/readyz, port: 15020 } }";
  CHECK(review(pod("cart", "", probe))->blockers.size() == 1);
  CHECK(review(pod("cart", "", rewritten))->blockers.empty());
  CHECK(review(pod("cart", "", "readinessProbe: { tcpSocket: { port: 8080 } }"))->blockers.empty());
  CHECK(review(pod("cart", R"(traffic.sidecar.istio.io/excludeInboundPorts: "8080")", probe))
            ->blockers.empty());
}

TEST_CASE("a scrape of the application's own port blocks") {
  const auto scrape = R"(prometheus.io/scrape: "true", prometheus.io/port: "9090")";
  const auto merged = R"(prometheus.io/scrape: "true", prometheus.io/port: "15020")";
  CHECK(review(pod("cart", scrape))->blockers.size() == 1);
  CHECK(review(pod("cart", merged))->blockers.empty());
}

TEST_CASE("a Service open to the outside blocks, unless its port stays open") {
  const std::string yaml = pod("cart") + service("cart", "type: LoadBalancer");
  CHECK(review(yaml)->blockers.size() == 1);
  const Reviewed open = review(yaml + policy("selector: { matchLabels: { app: cart } }, "
                                             "portLevelMtls: { 8080: { mode: PERMISSIVE } }"));
  CHECK(open->blockers.empty());
  REQUIRE(open->exceptions.size() == 1);
  CHECK(open->exceptions[0].reason == "port 8080 of pods with app=cart stays PERMISSIVE");
}

TEST_CASE("a DestinationRule that sends no mTLS blocks") {
  const auto rule = [](std::string_view mode) {
    return review(pod("cart") + pod("web") + service("cart") +
                  fmt::format(R"(
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {{ name: cart, namespace: shop }}
spec: {{ host: cart, trafficPolicy: {{ tls: {{ mode: {} }} }} }}
)",
                              mode));
  };
  CHECK(rule("DISABLE")->blockers.size() == 1);
  CHECK(rule("SIMPLE")->blockers.size() == 1);
  CHECK(rule("ISTIO_MUTUAL")->blockers.empty());
}

TEST_CASE("a headless Service with a pod out of the mesh blocks") {
  const Reviewed done = review(pod("db") + service("db", "clusterIP: None") + R"(
---
apiVersion: v1
kind: Pod
metadata: { name: db-1, namespace: shop, labels: { app: db } }
spec: { containers: [{ name: app }] }
status: { phase: Running }
)");
  REQUIRE(done->blockers.size() == 2);
  CHECK(done->blockers[1].object.kind == Kind::Service);
  CHECK_THAT(done->blockers[1].reason, Catch::Contains("1 of its 2 pods"));
}

TEST_CASE("the plan of a namespace that is STRICT too early goes back to PERMISSIVE first") {
  const Reviewed done = review(pod("cart") + bare("legacy") + policy("mtls: { mode: STRICT }"));
  const std::vector<PlanStep> plan = plan_strict(done.snapshot, "shop", done.review);
  REQUIRE(plan.size() == 3);
  CHECK_THAT(plan[0].command, Catch::Contains("kubectl patch peerauthentication -n shop some"));
  CHECK_THAT(plan[0].command, Catch::Contains("PERMISSIVE"));
  CHECK_THAT(plan[1].text, Catch::Contains("legacy"));
  CHECK(plan[2].text == "set the namespace to STRICT");
}

TEST_CASE("a client that sends past its own sidecar blocks") {
  const std::string server = pod("db") + service("db", "clusterIP: 10.96.7.1");
  const auto with = [&](std::string_view annotations, std::string_view container = {}) {
    return review(server + pod("web", annotations, container));
  };
  const Reviewed by_port = with(R"(traffic.sidecar.istio.io/excludeOutboundPorts: "80")");
  REQUIRE(by_port->blockers.size() == 1);
  CHECK(by_port->blockers[0].object.name == "web");
  CHECK(by_port->blockers[0].field.text() ==
        R"(metadata.annotations["traffic.sidecar.istio.io/excludeOutboundPorts"])");
  CHECK_THAT(by_port->blockers[0].reason, Catch::Contains("service shop/db, port 80"));
  CHECK(with(R"(traffic.sidecar.istio.io/excludeOutboundPorts: "8080")")->blockers.empty());
  CHECK(with("traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.96.0.0/12")->blockers.size() ==
        1);
  CHECK(with("traffic.sidecar.istio.io/includeOutboundIPRanges: 192.168.0.0/16")->blockers.size() ==
        1);
  CHECK(with("", "securityContext: { runAsUser: 1337 }")->blockers.size() == 1);
  CHECK(with("", "securityContext: { runAsUser: 1000 }")->blockers.empty());
}

TEST_CASE("what the mesh leaves out for all pods goes past the own sidecar too") {
  const std::string web = R"(
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web, security.istio.io/tlsMode: istio } }
spec:
  initContainers: [{ name: istio-init, args: [istio-iptables, -o, "80"] }]
  containers: [{ name: app }, { name: istio-proxy }]
status: { phase: Running }
)";
  const Reviewed done = review(pod("db") + service("db") + web);
  REQUIRE(done->blockers.size() == 1);
  CHECK_THAT(done->blockers[0].remedy, Catch::Contains("global.proxy.excludeOutboundPorts"));
}

TEST_CASE("calls past the own sidecar to nobody else do not block") {
  const Reviewed done =
      review(pod("db", R"(traffic.sidecar.istio.io/excludeOutboundPorts: "80")") + service("db"));
  CHECK(done->blockers.empty());
}

TEST_CASE("a headless Service is bypassed on the port of its pods") {
  const std::string server = pod("db") + service("db", "clusterIP: None");
  const auto with = [&](std::string_view port) {
    return review(
        server +
        pod("web", fmt::format(R"(traffic.sidecar.istio.io/excludeOutboundPorts: "{}")", port)));
  };
  CHECK(with("8080")->blockers.size() == 1);
  CHECK(with("80")->blockers.empty());
}

TEST_CASE("init containers before the sidecar may send plaintext") {
  const std::string init = R"(
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { initContainers: [{ name: istio-init }, { name: migrate }], containers: [{ name: app }, { name: istio-proxy }] }
status: { phase: Running }
)";
  const std::string native = R"(
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web, security.istio.io/tlsMode: istio } }
spec:
  initContainers: [{ name: istio-init }, { name: istio-proxy, restartPolicy: Always }, { name: migrate }]
  containers: [{ name: app }]
status: { phase: Running }
)";
  const Reviewed early = review(pod("cart") + service("cart") + init);
  REQUIRE(early->possible.size() == 1);
  CHECK_THAT(early->possible[0].reason, Catch::Contains("1 workload of namespace shop has init"));
  CHECK(review(pod("cart") + service("cart") + native)->possible.empty());
}

TEST_CASE("Services that a Sidecar leaves out may get plaintext, if unknown hosts are passed on") {
  const auto sidecar = [](std::string_view hosts, std::string_view more = {}) {
    return fmt::format(R"(
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {{ name: narrow, namespace: shop }}
spec: {{ egress: [{{ hosts: [{}] }}], {} }}
)",
                       hosts, more);
  };
  const std::string mesh = pod("cart") + service("cart") + pod("web");
  const Reviewed hidden = review(mesh + sidecar("istio-system/*"));
  REQUIRE(hidden->possible.size() == 1);
  CHECK(hidden->possible[0].object.kind == Kind::Sidecar);
  CHECK_THAT(hidden->possible[0].reason,
             Catch::Contains("hides service cart from clients of namespace shop"));
  CHECK(review(mesh + sidecar("./*"))->possible.empty());
  CHECK(review(mesh + sidecar("istio-system/*", "outboundTrafficPolicy: { mode: REGISTRY_ONLY }"))
            ->possible.empty());
}

TEST_CASE("a Service that is not exported to a client's namespace may get plaintext from there") {
  const std::string mesh = pod("cart") + R"(
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop, annotations: { networking.istio.io/exportTo: "." } }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: batch, namespace: jobs, labels: { app: batch, security.istio.io/tlsMode: istio } }
spec: { containers: [{ name: app }, { name: istio-proxy }] }
status: { phase: Running }
)";
  const Reviewed done = review(mesh);
  REQUIRE(done->possible.size() == 1);
  CHECK(done->possible[0].object.kind == Kind::Service);
  CHECK_THAT(done->possible[0].reason, Catch::Contains("namespace jobs"));
}

TEST_CASE("a port past the server's sidecar stays open to plaintext") {
  const Reviewed done = review(
      pod("cart", R"(traffic.sidecar.istio.io/excludeInboundPorts: "8080")") + service("cart"));
  REQUIRE(done->exceptions.size() == 1);
  CHECK_THAT(done->exceptions[0].reason, Catch::Contains("port 8080"));
}

TEST_CASE("a ServiceMonitor and a PodMonitor of the application's own port block") {
  const std::string mesh = pod("cart") + service("cart");
  const auto with = [&](std::string_view kind, std::string_view spec) {
    return review(mesh + fmt::format(R"(
---
apiVersion: monitoring.coreos.com/v1
kind: {}
metadata: {{ name: scraper, namespace: shop }}
spec: {{ selector: {{}}, {} }}
)",
                                     kind, spec));
  };
  const Reviewed by_service = with("ServiceMonitor", "endpoints: [{ port: http }]");
  REQUIRE(by_service->blockers.size() == 1);
  CHECK(by_service->blockers[0].object.kind == Kind::Service);
  CHECK_THAT(by_service->blockers[0].reason, Catch::Contains("servicemonitor shop/scraper"));
  CHECK(with("ServiceMonitor", "endpoints: [{ targetPort: 15020 }]")->blockers.empty());
  CHECK(with("PodMonitor", "podMetricsEndpoints: [{ portNumber: 8080 }]")->blockers.size() == 1);
}
