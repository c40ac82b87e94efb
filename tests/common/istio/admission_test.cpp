// SPDX-License-Identifier: Apache-2.0
// What the truth data (tests/truth) does not show; the rest is tested there.
#include "common/istio/admission.h"

#include "common/istio/injected_pod.h"
#include "common/istio/injection_status.h"
#include "common/istio/quantity.h"
#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>

using namespace mesh;
using namespace mesh::istio;

namespace {

std::string webhook(const std::string& name, const std::string& revision,
                    const std::string& more = {}) {
  return R"(---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: )" +
         name + ", labels: { istio.io/rev: " + revision + R"( } }
webhooks:
- name: namespace.sidecar-injector.istio.io
  clientConfig: { url: "https://example.com/inject" }
  namespaceSelector: { matchLabels: { istio-injection: enabled } }
)" + more;
}

std::string ns(const std::string& labels = "istio-injection: enabled") {
  return "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { " + labels +
         " } }\n";
}

std::string pod(const std::string& annotations = {}, const std::string& spec = {}) {
  return "---\napiVersion: v1\nkind: Pod\nmetadata: { name: cart, namespace: shop, annotations: "
         "{ " +
         annotations + " } }\nspec: { containers: [{ name: app, image: app }] " + spec + " }\n";
}

std::string injector_config(const std::string& config, const std::string& values) {
  return R"(---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data:
  config: ')" +
         config + "'\n  values: '" + values + "'\n";
}

Admission asked(const std::string& yaml) {
  const Snapshot snapshot = test::live_snapshot_of(yaml);
  return admit(snapshot, *snapshot.find<Pod>("shop", "cart"));
}

}  // namespace

TEST_CASE("an injector that asks for it is called again when a later one changed the pod") {
  const std::string again = "  reinvocationPolicy: IfNeeded\n";
  const Admission both =
      asked(webhook("a", "canary", again) + webhook("b", "default", again) + ns() + pod());
  const std::string a = "a/namespace.sidecar-injector.istio.io";
  const std::string b = "b/namespace.sidecar-injector.istio.io";
  CHECK(both.webhooks_called == std::vector{a, b, a, b});
  CHECK(both.revision == "default");
  const Admission first =
      asked(webhook("a", "canary", again) + webhook("b", "default") + ns() + pod());
  CHECK(first.webhooks_called == std::vector{a, b, a});
  CHECK(first.revision == "canary");
  const Admission alone = asked(webhook("a", "canary", again) + ns() + pod());
  CHECK(alone.webhooks_called == std::vector{a});
}

TEST_CASE("with CNI the init container only validates, which baseline allows") {
  const std::string baseline = "istio-injection: enabled, pod-security.kubernetes.io/enforce: ";
  const std::string cni =
      injector_config("policy: enabled", R"({"pilot":{"cni":{"enabled":true}}})");
  const Admission with = asked(webhook("a", "default") + cni + ns(baseline + "baseline") + pod());
  CHECK(with.injected);
  CHECK(with.containers == std::vector<std::string>{"istio-validation", "istio-proxy"});
  const Admission without = asked(webhook("a", "default") + ns(baseline + "baseline") + pod());
  CHECK(without.denied_by == DeniedBy::PodSecurity);
  CHECK(asked(webhook("a", "default") + cni + ns(baseline + "restricted") + pod()).denied_by ==
        DeniedBy::PodSecurity);
}

TEST_CASE("a namespace may enforce an older version of a level") {
  const std::string labels =
      "istio-injection: enabled, pod-security.kubernetes.io/enforce: restricted";
  const std::string strict = "  securityContext: { runAsNonRoot: true }\n";
  const std::string cni =
      injector_config("policy: enabled", R"({"pilot":{"cni":{"enabled":true}}})");
  const std::string own =
      "---\napiVersion: v1\nkind: Pod\nmetadata: { name: cart, namespace: shop }\nspec:\n" +
      strict +
      "  containers: [{ name: app, image: app, securityContext: { allowPrivilegeEscalation: false, "
      "capabilities: { drop: [ALL] } } }]\n";
  const auto with = [&](const std::string& version) {
    return asked(webhook("a", "default") + cni +
                 ns(labels + ", pod-security.kubernetes.io/enforce-version: " + version) + own);
  };
  CHECK(with("latest").denied_by == DeniedBy::PodSecurity);
  CHECK(with("v1.19").denied_by == DeniedBy::PodSecurity);
  CHECK(with("v1.18").injected);
}

TEST_CASE("annotations that the injector refuses") {
  const auto refuses = [](const std::string& annotation) {
    return asked(webhook("a", "default") + ns() + pod(annotation)).denied_by == DeniedBy::Injector;
  };
  for (const char* key :
       {"traffic.sidecar.istio.io/excludeInterfaces", "traffic.sidecar.istio.io/kubevirtInterfaces",
        "istio.io/reroute-virtual-interfaces"}) {
    CAPTURE(key);
    CHECK_FALSE(refuses(std::string(key) + ": 'net1, veth_0'"));
    CHECK(refuses(std::string(key) + ": 'eth 0'"));
    CHECK(refuses(std::string(key) + ": 'net1,,net2'"));
    CHECK(refuses(std::string(key) + ": a-name-of-16-char"));
  }
  // What is scraped unless the annotation says no is merged, and must have a port.
  CHECK(refuses("prometheus.io/port: x"));
  CHECK(refuses("prometheus.io/port: x, prometheus.io/scrape: maybe"));
  CHECK_FALSE(refuses("prometheus.io/port: x, prometheus.io/scrape: 'false'"));
}

TEST_CASE("a gateway gets no revision label, so that no other injector takes it for its own") {
  const std::string by_object = R"(---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: z, labels: { istio.io/rev: canary } }
webhooks:
- name: rev.object.sidecar-injector.istio.io
  clientConfig: { url: "https://example.com/inject" }
  rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: ["pods/*"] }]
  objectSelector: { matchExpressions: [{ key: istio.io/rev, operator: Exists }] }
)";
  CHECK(
      asked(webhook("a", "default") + by_object + ns() + pod("inject.istio.io/templates: gateway"))
          .webhooks_called == std::vector<std::string>{"a/namespace.sidecar-injector.istio.io"});
  const std::string labelled =
      "---\napiVersion: v1\nkind: Pod\nmetadata: { name: cart, namespace: shop, labels: { "
      "istio.io/rev: x } }\nspec: { containers: [{ name: app, image: app }] }\n";
  CHECK(asked(webhook("a", "default") + by_object + ns() + labelled).webhooks_called.size() == 2);
}

TEST_CASE("the application waits for a classic sidecar if it is told to") {
  const std::string classic =
      injector_config("policy: enabled", R"({"pilot":{"env":{"ENABLE_NATIVE_SIDECARS":"false"}}})");
  const auto first_with = [&](const std::string& annotations) {
    const Snapshot snapshot = test::live_snapshot_of(classic + ns() + pod(annotations));
    const InjectorAnswer answer =
        inject(snapshot, snapshot.find<ConfigMap>("istio-system", "istio-sidecar-injector"),
               "default", *snapshot.find<Pod>("shop", "cart"));
    return std::string(answer.result.pod.spec.containers.front().name);
  };
  CHECK(first_with("") == "app");
  CHECK(first_with("proxy.istio.io/config: 'holdApplicationUntilProxyStarts: true'") ==
        "istio-proxy");
  CHECK(first_with("sidecar.istio.io/nativeSidecar: ''") == "app");
}

TEST_CASE("templates of one's own, defaultTemplates and aliases") {
  const std::string config = injector_config(
      R"({"policy":"enabled","defaultTemplates":["both"],"aliases":{"both":["sidecar","extra"]},)"
      R"("templates":{"sidecar":"","extra":"spec:\n  containers:\n  - name: extra\n    image: {{ .x }}\n"}})",
      "{}");
  CHECK(asked(webhook("a", "default") + config + ns() + pod()).containers ==
        std::vector<std::string>{"istio-init", "istio-proxy", "extra"});
  const Admission unknown =
      asked(webhook("a", "default") + config + ns() + pod("inject.istio.io/templates: gateway"));
  CHECK(unknown.denied_by == DeniedBy::Injector);
}

TEST_CASE("a pod that runs is judged as it was sent") {
  const Snapshot snapshot = test::live_snapshot_of(
      webhook("a", "default") + ns() +
      pod(R"(sidecar.istio.io/status: '{"initContainers":["istio-init","istio-proxy"],"containers":null,"revision":"default"}')",
          ", initContainers: [{ name: istio-init, image: proxyv2 }, { name: istio-proxy, image: "
          "proxyv2, restartPolicy: Always }, { name: migrate, image: app }]"));
  const Pod sent = before_injection(*snapshot.find<Pod>("shop", "cart"));
  REQUIRE(sent.spec.init_containers.size() == 1);
  CHECK(sent.spec.init_containers.front().name == "migrate");
  CHECK(admit(snapshot, sent).containers == std::vector<std::string>{"istio-init", "istio-proxy"});
}

TEST_CASE("a container of the user's that became a native sidecar was beside the others") {
  const Snapshot snapshot = test::live_snapshot_of(
      webhook("a", "default") + ns() +
      pod(R"(sidecar.istio.io/status: '{"initContainers":["istio-init","istio-proxy"],"containers":null,"revision":"default"}', proxy.istio.io/overrides: '{"initContainers":[{"name":"istio-proxy","resources":{}}]}')",
          ", initContainers: [{ name: istio-init, image: proxyv2 }, { name: istio-proxy, image: "
          "proxyv2, restartPolicy: Always }]"));
  const Pod sent = before_injection(*snapshot.find<Pod>("shop", "cart"));
  CHECK(sent.spec.init_containers.empty());
  REQUIRE(sent.spec.containers.size() == 2);
  CHECK(sent.spec.containers.back().name == "istio-proxy");
  CHECK(sent.spec.containers.back().image == "auto");
}

TEST_CASE("quantities as Kubernetes reads them") {
  CHECK(parse_quantity("100m") == 0.1L);
  CHECK(parse_quantity("1Gi") == 1073741824.0L);
  CHECK(parse_quantity("2e3") == 2000.0L);
  CHECK(parse_quantity("-1") == -1.0L);
  for (const char* const bad : {"", ".", "1.2.3", "128MB", "1 Gi", "two", "1K"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_quantity(bad));
  }
}
