// SPDX-License-Identifier: Apache-2.0
#include "common/istio/injection.h"

#include "common/istio/injector_backend.h"
#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>

using namespace mesh;
using namespace mesh::istio;

namespace {

// A configuration as Istio ships it, with the entries for the default revision if it is that one.
std::string injector(const std::string& name, const std::string& revision, const std::string& value,
                     bool is_default) {
  const std::string service = R"(
  clientConfig: { service: { namespace: istio-system, name: istiod, path: /inject } }
  objectSelector: { matchExpressions: [{ key: sidecar.istio.io/inject, operator: NotIn, values: ["false"] })";
  std::string text =
      R"(---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: )" +
      name + ", labels: { istio.io/rev: " + revision + R"( } }
webhooks:
- name: rev.namespace.sidecar-injector.istio.io
  namespaceSelector: { matchExpressions: [{ key: istio.io/rev, operator: In, values: [)" +
      value + R"(] }, { key: istio-injection, operator: DoesNotExist }] })" + service + R"(] }
- name: rev.object.sidecar-injector.istio.io
  namespaceSelector: { matchExpressions: [{ key: istio.io/rev, operator: DoesNotExist }, { key: istio-injection, operator: DoesNotExist }] })" +
      service + ", { key: istio.io/rev, operator: In, values: [" + value + "] }] }\n";
  if (is_default) {
    text += R"(- name: namespace.sidecar-injector.istio.io
  namespaceSelector: { matchLabels: { istio-injection: enabled } })" +
            service + R"(] }
- name: object.sidecar-injector.istio.io
  clientConfig: { service: { namespace: istio-system, name: istiod, path: /inject } }
  namespaceSelector: { matchExpressions: [{ key: istio.io/rev, operator: DoesNotExist }, { key: istio-injection, operator: DoesNotExist }] }
  objectSelector: { matchExpressions: [{ key: sidecar.istio.io/inject, operator: In, values: ["true"] }, { key: istio.io/rev, operator: DoesNotExist }] }
)";
  }
  return text;
}

std::string default_and_canary() {
  return injector("istio-sidecar-injector", "default", "default", true) +
         injector("istio-sidecar-injector-canary", "canary", "canary", false);
}

std::string ns(const std::string& labels) {
  return "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { " + labels +
         " } }\n";
}

std::string pod(const std::string& labels, const std::string& annotations = {},
                const std::string& spec = {}) {
  return "---\napiVersion: v1\nkind: Pod\nmetadata: { name: cart, namespace: shop, labels: { " +
         labels + " }, annotations: { " + annotations +
         " } }\nspec: { containers: [{ name: app }] " + spec + " }\n";
}

// "default", "canary", … or why not.
std::string answer(const std::string& yaml) {
  const Snapshot snapshot = test::live_snapshot_of(yaml);
  const InjectionDecision decision =
      decide_injection(snapshot, *snapshot.find<Pod>("shop", "cart"));
  return decision.injected ? decision.revision
                           : "reason " + std::to_string(static_cast<int>(decision.reason));
}

std::string no(InjectionReason reason) {
  return "reason " + std::to_string(static_cast<int>(reason));
}

std::string asked(const std::string& ns_labels, const std::string& pod_labels) {
  return answer(default_and_canary() + ns(ns_labels) + pod(pod_labels));
}

}  // namespace

TEST_CASE("the labels of namespace and pod choose the injector") {
  CHECK(asked("istio-injection: enabled", "") == "default");
  CHECK(asked("istio-injection: enabled", "istio.io/rev: canary") == "default");
  CHECK(asked("istio-injection: enabled, istio.io/rev: canary", "") == "default");
  CHECK(asked("istio.io/rev: canary", "") == "canary");
  CHECK(asked("istio.io/rev: canary", "istio.io/rev: default") == "canary");
  CHECK(asked("team: a", "istio.io/rev: canary") == "canary");
  CHECK(asked("team: a", "sidecar.istio.io/inject: \"true\"") == "default");
}

TEST_CASE("where nobody is asked, the nearest rule says why") {
  CHECK(asked("istio-injection: disabled", "sidecar.istio.io/inject: \"true\"") ==
        no(InjectionReason::NamespaceOptedOut));
  CHECK(asked("istio-injection: enabled", "sidecar.istio.io/inject: \"false\"") ==
        no(InjectionReason::PodLabelOptsOut));
  CHECK(asked("istio.io/rev: gone", "") == no(InjectionReason::UnknownRevision));
  CHECK(asked("team: a", "istio.io/rev: gone") == no(InjectionReason::UnknownRevision));
  CHECK(asked("team: a", "sidecar.istio.io/inject: \"True\"") ==
        no(InjectionReason::NamespaceNotEnrolled));
  CHECK(answer(ns("istio-injection: enabled") + pod("")) == no(InjectionReason::NoWebhook));
}

TEST_CASE("an annotation is heeded by an injector that is asked, and never causes a call") {
  const std::string yes = R"(sidecar.istio.io/inject: "true")";
  const std::string off = R"(sidecar.istio.io/inject: "false")";
  CHECK(answer(default_and_canary() + ns("team: a") + pod("", yes)) ==
        no(InjectionReason::NamespaceNotEnrolled));
  CHECK(answer(default_and_canary() + ns("istio-injection: enabled") + pod("", off)) ==
        no(InjectionReason::PodAnnotationOptsOut));
  CHECK(answer(default_and_canary() + ns("istio-injection: enabled") +
               pod("sidecar.istio.io/inject: \"\"", off)) == "default");
}

TEST_CASE("pods on the host network are passed over") {
  CHECK(answer(default_and_canary() + ns("istio-injection: enabled") +
               pod("", "", ", hostNetwork: true")) == no(InjectionReason::HostNetwork));
}

TEST_CASE("the injector's policy and selectors decide for pods that say nothing") {
  const std::string config = R"(---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data:
  config: |
    policy: disabled
    neverInjectSelector: [{ matchLabels: { team: b } }, {}]
    alwaysInjectSelector: [{ matchLabels: { team: a } }]
)";
  const std::string start = default_and_canary() + config + ns("istio-injection: enabled");
  CHECK(answer(start + pod("app: x")) == no(InjectionReason::PolicyDisabled));
  CHECK(answer(start + pod("team: a")) == "default");
  CHECK(answer(start + pod("team: b")) == no(InjectionReason::NeverInjectSelector));
  CHECK(answer(start + pod("team: b, sidecar.istio.io/inject: \"true\"")) == "default");
}

TEST_CASE("of two injectors the last by name wins, unless it passes the pod over") {
  const std::string both = injector("a", "one", "default", true) +
                           injector("b", "two", "default", true) + ns("istio-injection: enabled");
  CHECK(answer(both + pod("")) == "two");
  const std::string second_off = R"(---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector-two, namespace: istio-system }
data: { config: "policy: disabled" }
)";
  CHECK(answer(both + second_off + pod("")) == "one");
}

TEST_CASE("webhooks that are not called for new pods do not count") {
  std::string rules = default_and_canary();
  const std::string name = "- name: namespace.sidecar-injector.istio.io\n";
  rules.insert(rules.find(name) + name.size(),
               "  rules: [{ operations: [UPDATE], apiGroups: [\"\"], resources: [pods] }]\n");
  CHECK(answer(rules + ns("istio-injection: enabled") + pod("")) ==
        no(InjectionReason::SelectorsExclude));
}

TEST_CASE("without webhook configurations the stock selectors and every revision are assumed") {
  const auto in_files = [](const std::string& yaml) {
    const Snapshot snapshot = test::snapshot_of(yaml);
    const InjectionDecision decision =
        decide_injection(snapshot, *snapshot.find<Pod>("shop", "cart"));
    return decision.injected ? decision.revision : std::string("no");
  };
  CHECK(in_files(ns("istio.io/rev: prod") + pod("")) == "prod");
  CHECK(in_files(ns("team: a") + pod("")) == "no");
  CHECK(in_files(ns("istio-injection: disabled") + pod("istio.io/rev: prod")) == "no");
  CHECK(in_files(pod("")) == "default");
}

TEST_CASE("without the key of its own a pod is decided by its namespace") {
  const Snapshot snapshot =
      test::live_snapshot_of(default_and_canary() + ns("istio.io/rev: canary") +
                             pod("sidecar.istio.io/inject: \"false\""));
  const InjectionDecision decision =
      decide_without_opt_out(snapshot, *snapshot.find<Pod>("shop", "cart"));
  CHECK(decision.injected);
  CHECK(decision.revision == "canary");
  CHECK(decision.decided_by.kind == Kind::Namespace);
  CHECK(decide_for_namespace(snapshot, *snapshot.find_namespace("shop")).revision == "canary");
}

TEST_CASE("manifests of a control plane without webhooks prove that there is no injector") {
  const std::string config =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio-sidecar-injector, namespace: "
      "istio-system ";
  const std::string data = " }\ndata: { config: \"policy: enabled\" }\n";
  const std::string istiod =
      "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: istiod, namespace: "
      "istio-system }\nspec: { template: { metadata: { labels: { app: istiod } }, spec: { "
      "containers: [{ name: discovery }] } } }\n";
  CHECK(lacks_injector(test::snapshot_of(config + data + istiod)));
  CHECK_FALSE(lacks_injector(test::snapshot_of(config + data)));
  CHECK_FALSE(lacks_injector(
      test::snapshot_of(config + ", creationTimestamp: 2026-01-01T00:00:00Z" + data + istiod)));
  CHECK_FALSE(lacks_injector(test::snapshot_of(ns("istio-injection: enabled"))));
  CHECK(lacks_injector(test::live_snapshot_of(ns("istio-injection: enabled"))));
}

TEST_CASE("webhooks of a configuration that call one Service have one backend") {
  const Snapshot snapshot = test::live_snapshot_of(default_and_canary());
  const std::vector<InjectorBackend> backends = injector_backends(snapshot);
  REQUIRE(backends.size() == 2);
  CHECK(state_of(snapshot, backends.front()) == BackendState::ServiceMissing);
  const Snapshot files = test::snapshot_of(default_and_canary());
  CHECK(state_of(files, injector_backends(files).front()) == BackendState::Unknown);
}
