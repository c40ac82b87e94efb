// SPDX-License-Identifier: Apache-2.0
#include "common/istio/revision.h"

#include "common/istio/injection.h"
#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

using namespace mesh;
using namespace mesh::istio;

namespace {

// Default, revision canary, its tag prod, and an old default that was switched off.
Snapshot control_planes() {
  return test::snapshot_of(R"(
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: istio-revision-tag-prod, labels: { istio.io/rev: canary, istio.io/tag: prod } }
webhooks:
- name: rev.namespace.sidecar-injector.istio.io
  namespaceSelector: { matchExpressions: [{ key: istio.io/rev, operator: In, values: [prod] }] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: istio-sidecar-injector }
webhooks:
- name: namespace.sidecar-injector.istio.io
  clientConfig: { service: { namespace: mesh-system, name: istiod } }
  namespaceSelector: { matchLabels: { istio-injection: enabled } }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: istio-sidecar-injector-canary, labels: { istio.io/rev: canary } }
webhooks:
- name: rev.object.sidecar-injector.istio.io
  objectSelector: { matchLabels: { istio.io/rev: canary } }
  namespaceSelector: { matchExpressions: [{ key: istio-injection, operator: DoesNotExist }] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: istio-sidecar-injector-old, labels: { istio.io/rev: old } }
webhooks:
- name: rev.namespace.sidecar-injector.istio.io
  namespaceSelector: { matchLabels: { istio.io/deactivated: never-match } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: mesh-system }
data: { config: "policy: enabled" }
)");
}

Pod pod_with(std::string_view key, std::string_view value) {
  Pod pod;
  pod.meta.annotations.set(key, value);
  return pod;
}

}  // namespace

TEST_CASE("revisions and tags are served if a selector names them") {
  const Snapshot snapshot = control_planes();
  CHECK(served_revisions(snapshot) == std::vector<std::string>{"canary", "default", "prod"});
  CHECK(is_served(snapshot, "prod"));
  CHECK_FALSE(is_served(snapshot, "old"));
  CHECK(resolve_revision(snapshot, "prod") == "canary");
  CHECK(resolve_revision(snapshot, "default") == "default");
  CHECK(resolve_revision(snapshot, "old").empty());
}

TEST_CASE("the status annotation tells who injected a pod") {
  const std::string_view key = "sidecar.istio.io/status";
  CHECK(injected_by(pod_with(key, R"({"containers":["istio-proxy"],"revision":"canary"})")) ==
        "canary");
  CHECK(injected_by(pod_with(key, R"({ "revision" : "canary" })")) == "canary");
  CHECK(injected_by(pod_with(key, R"({"version":"1"})")).empty());
  CHECK(was_injected(pod_with(key, "{}")));
}

TEST_CASE("an annotation istio.io/rev alone does not make a pod injected") {
  Pod pod = pod_with("istio.io/rev", "canary");
  CHECK(injected_by(pod).empty());
  pod.spec.containers.emplace_back().name = "istio-proxy";
  CHECK(injected_by(pod) == "canary");
}

TEST_CASE("an injector's configuration stands beside the Service that its webhook calls") {
  const Snapshot snapshot = control_planes();
  const std::vector<InjectorWebhook> webhooks = injector_webhooks(snapshot);
  REQUIRE(webhooks.size() == 4);
  const ConfigMap* config = injector_config(snapshot, webhooks[1]);
  REQUIRE(config != nullptr);
  CHECK(config->ref.ns == "mesh-system");
  CHECK(injector_config(snapshot, webhooks[2]) == nullptr);
  CHECK(injector_config(snapshot, "default") == config);
}
