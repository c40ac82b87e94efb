// SPDX-License-Identifier: Apache-2.0
#include "common/model/snapshot.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

using namespace mesh;
using mesh::test::live_snapshot_of;
using mesh::test::snapshot_of;

namespace {

constexpr const char* kDeployment = R"(
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: app }] }
)";

constexpr const char* kPod = R"(
---
apiVersion: v1
kind: Pod
metadata:
  name: cart-6d4f-x1
  namespace: shop
  labels: { app: cart, pod-template-hash: 6d4f }
  ownerReferences: [{ kind: ReplicaSet, name: cart-6d4f, controller: true }]
spec: { containers: [{ name: app }] }
status: { phase: Running }
)";

std::vector<std::string> names(const std::vector<const Pod*>& pods) {
  std::vector<std::string> out;
  for (const Pod* pod : pods) {
    out.push_back(pod->ref.text());
  }
  return out;
}

Labels app(std::string_view value) {
  Labels labels;
  labels.set("app", value);
  return labels;
}

}  // namespace

TEST_CASE("a template stands in for pods that are not there") {
  const Snapshot snapshot = snapshot_of(kDeployment);
  REQUIRE(snapshot.pods().size() == 1);
  const Pod& pod = snapshot.pods()[0];
  CHECK(pod.stands_in);
  CHECK(pod.ref.text() == "deployment shop/cart");
  CHECK(pod.path("spec", "containers", 0).text() == "spec.template.spec.containers[0]");
  CHECK(pod.is_ready());
}

TEST_CASE("a template does not stand in where there are pods, or where there should be none") {
  CHECK(names(snapshot_of(std::string(kDeployment) + kPod).pods_selected_by("shop", app("cart"))) ==
        std::vector<std::string>{"pod shop/cart-6d4f-x1"});
  CHECK(snapshot_of(std::string(kDeployment) + "  replicas: 0\n").pods().empty());
  CHECK(
      snapshot_of(std::string(kDeployment) + "status: { observedGeneration: 3 }\n").pods().empty());
}

TEST_CASE("a pod finds its Deployment without the ReplicaSet between them") {
  const Snapshot snapshot = snapshot_of(std::string(kDeployment) + kPod);
  const Workload* workload = snapshot.workload_of(snapshot.pods()[0]);
  REQUIRE(workload != nullptr);
  CHECK(workload->ref.text() == "deployment shop/cart");
}

TEST_CASE("an empty selector selects no pod for a Service and all pods for Istio") {
  const Snapshot snapshot = snapshot_of(std::string(kDeployment) + kPod);
  CHECK(snapshot.pods_selected_by("shop", {}).empty());
  CHECK(snapshot.pods_matching("shop", {}).size() == 1);
  CHECK(snapshot.pods_matching_anywhere(app("cart")).size() == 1);
  CHECK(snapshot.pods_selected_by("other", app("cart")).empty());
}

TEST_CASE("files prove absence of built-in kinds only where they hold some") {
  const Snapshot snapshot = snapshot_of(kDeployment);
  CHECK(snapshot.knows(Kind::Pod));
  CHECK_FALSE(snapshot.knows(Kind::Service));
  CHECK(snapshot.knows(Kind::Gateway));
  CHECK_FALSE(snapshot.is_live());
}

TEST_CASE("a cluster proves absence of what was listed") {
  const Snapshot snapshot = live_snapshot_of(kDeployment);
  CHECK(snapshot.knows(Kind::Service));
  CHECK(snapshot.is_live());
}

TEST_CASE("Services and pods know each other, and Services their slices") {
  const Snapshot snapshot = snapshot_of(std::string(kDeployment) + kPod + R"(
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ port: 80 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: cart-1, namespace: shop, labels: { kubernetes.io/service-name: cart } }
addressType: IPv4
endpoints: [{ addresses: [10.0.0.1] }]
)");
  const Service& service = snapshot.services()[0];
  REQUIRE(snapshot.services_selecting(snapshot.pods()[0]).size() == 1);
  CHECK(snapshot.services_selecting(snapshot.pods()[0])[0] == &service);
  CHECK(snapshot.slices_of(service).size() == 1);
}
