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
