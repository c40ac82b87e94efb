// SPDX-License-Identifier: Apache-2.0
#include "common/istio/redirection.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

namespace mesh::istio {
namespace {

constexpr const char* kPods = R"(
apiVersion: v1
kind: Pod
metadata: { name: plain, namespace: shop }
---
apiVersion: v1
kind: Pod
metadata:
  name: excluding
  namespace: shop
  annotations:
    traffic.sidecar.istio.io/excludeInboundPorts: "9091, 9092"
    traffic.sidecar.istio.io/excludeOutboundPorts: "3306,6379"
    traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.1.0.0/16
---
apiVersion: v1
kind: Pod
metadata:
  name: including
  namespace: shop
  annotations:
    traffic.sidecar.istio.io/includeInboundPorts: "8080"
    traffic.sidecar.istio.io/includeOutboundIPRanges: 10.96.0.0/12
    traffic.sidecar.istio.io/includeOutboundPorts: "5432"
---
apiVersion: v1
kind: Pod
metadata: { name: nothing, namespace: shop, annotations: { traffic.sidecar.istio.io/includeOutboundIPRanges: "" } }
)";

TEST_CASE("some ports are not redirected to the sidecar") {
  const Snapshot snapshot = test::snapshot_of(kPods);
  const Pod& excluding = *snapshot.find<Pod>("shop", "excluding");
  CHECK(is_redirected(excluding, 8080));
  CHECK_FALSE(is_redirected(excluding, 9091));
  CHECK_FALSE(is_redirected(excluding, 9092));
  CHECK_FALSE(is_redirected(excluding, 15021));
  const Pod& including = *snapshot.find<Pod>("shop", "including");
  CHECK(is_redirected(including, 8080));
  CHECK_FALSE(is_redirected(including, 9090));
}

TEST_CASE("annotations let what is sent go past the sidecar") {
  const Snapshot snapshot = test::snapshot_of(kPods);
  const auto bypass = [&](std::string_view pod, const std::string& address, std::int64_t port) {
    const auto by = outbound_bypass(*snapshot.find<Pod>("shop", pod), address, port);
    return by ? std::string(by->setting) : std::string();
  };
  CHECK(bypass("plain", "10.96.0.1", 80).empty());
  CHECK(bypass("excluding", "10.96.0.1", 80).empty());
  CHECK(bypass("excluding", "10.96.0.1", 6379).ends_with("excludeOutboundPorts"));
  CHECK(bypass("excluding", "10.1.2.3", 80).ends_with("excludeOutboundIPRanges"));
  CHECK(bypass("including", "10.96.0.1", 80).empty());
  CHECK(bypass("including", "203.0.113.1", 80).ends_with("includeOutboundIPRanges"));
  CHECK(bypass("including", "203.0.113.1", 5432).empty());
  CHECK(bypass("nothing", "10.96.0.1", 80).ends_with("includeOutboundIPRanges"));
}

TEST_CASE("the mesh's own settings show in istio-init, and annotations go before them") {
  const Snapshot snapshot = test::snapshot_of(R"(
apiVersion: v1
kind: Pod
metadata: { name: pod, namespace: shop, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9" } }
spec:
  initContainers:
    - { name: own, args: ["-o", "1"] }
    - name: istio-init
      args: [istio-iptables, -p, "15001", -i, "10.0.0.0/8", -x, "", -b, "80,9", -d, "15090,15021,81", -o, "3306"]
)");
  const Pod& pod = *snapshot.find<Pod>("shop", "pod");
  const auto out = outbound_bypass(pod, "10.1.1.1", 3306);
  REQUIRE(out);
  CHECK(out->setting == "global.proxy.excludeOutboundPorts");
  CHECK_FALSE(out->is_annotation);
  CHECK(out->field.text() == "spec.initContainers[1].args[12]");
  CHECK_FALSE(outbound_bypass(pod, "10.1.1.1", 1));
  CHECK(outbound_bypass(pod, "203.0.113.1", 80)->setting == "global.proxy.includeIPRanges");
  CHECK(has_outbound_ranges(pod));
  CHECK(inbound_bypass(pod, 9)->is_annotation);
  CHECK(inbound_bypass(pod, 81)->setting == "global.proxy.includeInboundPorts");
  CHECK_FALSE(inbound_bypass(pod, 80));
}

TEST_CASE("a container that runs as the proxy's user is taken for the proxy") {
  const Snapshot snapshot = test::snapshot_of(R"(
apiVersion: v1
kind: Pod
metadata: { name: own, namespace: shop }
spec:
  containers:
    - { name: istio-proxy, securityContext: { runAsUser: 1337 } }
    - { name: app, securityContext: { runAsUser: 1337 } }
---
apiVersion: v1
kind: Pod
metadata: { name: whole, namespace: shop }
spec:
  securityContext: { runAsUser: 1337 }
  containers: [{ name: other, securityContext: { runAsUser: 1000 } }, { name: app }]
---
apiVersion: v1
kind: Pod
metadata: { name: group, namespace: shop }
spec:
  securityContext: { runAsGroup: 1337 }
  containers: [{ name: app, securityContext: { runAsUser: 1000 } }]
---
apiVersion: v1
kind: Pod
metadata: { name: none, namespace: shop }
spec:
  securityContext: { runAsGroup: 1337 }
  containers: [{ name: app, securityContext: { runAsUser: 1000, runAsGroup: 1000 } }]
)");
  const auto of = [&](std::string_view pod) {
    return container_as_proxy_user(*snapshot.find<Pod>("shop", pod));
  };
  REQUIRE(of("own"));
  CHECK(of("own")->field.text() == "spec.containers[1].securityContext.runAsUser");
  CHECK(of("own")->is_alone);
  REQUIRE(of("whole"));
  CHECK(of("whole")->container->name == "app");
  CHECK(of("whole")->field.text() == "spec.securityContext.runAsUser");
  CHECK_FALSE(of("whole")->is_alone);
  REQUIRE(of("group"));
  CHECK(of("group")->what == "group");
  CHECK(of("group")->field.text() == "spec.securityContext.runAsGroup");
  CHECK_FALSE(of("none"));
}

}  // namespace
}  // namespace mesh::istio
