// SPDX-License-Identifier: Apache-2.0
#include "common/istio/destination_rule.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>

using namespace mesh;
using namespace mesh::istio;

namespace {

constexpr std::string_view kHost = "cart.shop.svc.cluster.local";

// One rule as YAML, with `spec` behind the host.
std::string rule(const std::string& ns_and_name, const std::string& host, const std::string& spec) {
  const std::size_t slash = ns_and_name.find('/');
  return "---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { namespace: " +
         ns_and_name.substr(0, slash) + ", name: " + ns_and_name.substr(slash + 1) +
         " }\nspec: { host: \"" + host + "\", " + spec + " }\n";
}

const std::string kPlain = "trafficPolicy: { tls: { mode: DISABLE } }";

// Names of the rules that decide, "ns/name", joined by spaces.
std::string selected(const std::string& yaml, std::string_view client_ns,
                     const Labels* labels = nullptr) {
  const Snapshot snapshot = test::snapshot_of(yaml);
  std::string names;
  for (const DestinationRule* each :
       select_destination_rules(snapshot, client_ns, kHost, "shop", labels).rules) {
    names += (names.empty() ? "" : " ") + each->ref.qualified_name();
  }
  return names;
}

}  // namespace

TEST_CASE("the client's namespace is asked first, then the service's, then the root namespace") {
  const std::string root = rule("istio-system/r", "*.local", kPlain);
  const std::string owner = rule("shop/o", "cart", kPlain);
  const std::string client = rule("web/c", "*.svc.cluster.local", kPlain);
  CHECK(selected(root + owner + client, "web") == "web/c");
  CHECK(selected(root + owner + client, "pay") == "shop/o");
  CHECK(selected(root, "pay") == "istio-system/r");
  CHECK(selected(client, "pay").empty());
}

TEST_CASE("a short host means the rule's own namespace") {
  CHECK(selected(rule("web/c", "cart", kPlain), "web").empty());
  CHECK(selected(rule("web/c", "cart.shop", kPlain), "web").empty());
}

TEST_CASE("clients in the root namespace see only its private rules on the first level") {
  const std::string shared = rule("istio-system/shared", "*.local", kPlain);
  const std::string own = rule("istio-system/own", "*.local", "exportTo: [\".\"], " + kPlain);
  const std::string owner = rule("shop/o", "cart", kPlain);
  CHECK(selected(shared + owner, "istio-system") == "shop/o");
  CHECK(selected(own + owner, "istio-system") == "istio-system/own");
}

TEST_CASE("exportTo is looked at after the most specific host was chosen") {
  const std::string exact = rule("shop/exact", "cart", "exportTo: [pay], " + kPlain);
  const std::string wide = rule("shop/wide", "*.shop.svc.cluster.local", kPlain);
  const std::string root = rule("istio-system/r", "*.local", kPlain);
  CHECK(selected(exact + wide + root, "pay") == "shop/exact");
  CHECK(selected(exact + wide + root, "web") == "istio-system/r");
}

TEST_CASE("a rule that is not exported to its own namespace is not seen there") {
  const std::string away =
      rule("web/away", "cart.shop.svc.cluster.local", "exportTo: [pay], " + kPlain);
  const std::string wide = rule("web/wide", "*.local", kPlain);
  CHECK(selected(away + wide, "web") == "web/wide");
}

TEST_CASE(
    "rules with a workloadSelector are for their own namespace's pods and hide other levels") {
  const std::string some = rule("web/some", std::string(kHost),
                                "workloadSelector: { matchLabels: { app: batch } }, " + kPlain);
  const std::string all = rule("web/all", std::string(kHost), kPlain);
  const std::string owner = rule("shop/o", "cart", kPlain);
  Labels batch;
  batch.set("app", "batch");
  Labels other;
  other.set("app", "other");
  CHECK(selected(some + all + owner, "web", &batch) == "web/some");
  CHECK(selected(some + all + owner, "web", &other) == "web/all");
  CHECK(selected(some + owner, "web", &other).empty());
  CHECK(selected(some + owner, "pay", &batch) == "shop/o");
}

TEST_CASE("rules of equal host and exportTo merge, and others do not") {
  const std::string a = rule("shop/a", "cart", "subsets: [{ name: v1, labels: { version: v1 } }]");
  const std::string b = rule("shop/b", std::string(kHost), kPlain);
  const std::string c = rule("shop/c", "cart", "exportTo: [\"*\"], " + kPlain);
  CHECK(selected(a + b, "web") == "shop/a shop/b");
  CHECK(selected(a + c, "web") == "shop/c");
  const std::string own = rule("shop/own", "cart", "exportTo: [\".\"]");
  const std::string wider = rule("shop/wider", "cart", "exportTo: [\".\", pay], " + kPlain);
  CHECK(selected(own + wider, "shop") == "shop/own shop/wider");
}

TEST_CASE(
    "of merged rules the oldest with a policy decides, and a port block replaces it wholesale") {
  const Snapshot snapshot = test::snapshot_of(
      rule("shop/a", "cart", "subsets: [{ name: v1, labels: { version: v1 } }]") +
      rule("shop/b", "cart",
           "trafficPolicy: { tls: { mode: DISABLE }, portLevelSettings: ["
           "{ port: { number: 81 }, tls: { mode: SIMPLE } }, { port: { number: 82 } }] }"));
  const SelectedRules rules = select_destination_rules(snapshot, "shop", kHost, "shop");
  const ClientTls plain = client_tls(rules, 80);
  CHECK(plain.settings->mode == ClientTlsMode::DISABLE);
  CHECK(plain.field.text() == "spec.trafficPolicy.tls");
  CHECK(plain.rule->ref.name == "b");
  CHECK(client_tls(rules, 81).settings->mode == ClientTlsMode::SIMPLE);
  CHECK(client_tls(rules, 80, "v1").settings == plain.settings);
  const ClientTls bare = client_tls(rules, 82);
  CHECK(bare.settings == nullptr);
  CHECK(bare.endpoint_settings == plain.settings);
  CHECK(bare.field.text() == "spec.trafficPolicy.portLevelSettings[1].tls");
}

TEST_CASE("a subset overrides field by field, its port block wholesale") {
  const Snapshot snapshot = test::snapshot_of(
      rule("shop/a", "cart",
           "trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }, subsets: ["
           "{ name: plain, trafficPolicy: { tls: { mode: DISABLE } } }, "
           "{ name: same, trafficPolicy: { loadBalancer: { simple: RANDOM } } }, "
           "{ name: port, trafficPolicy: { portLevelSettings: [{ port: { number: 80 } }] } }]"));
  const SelectedRules rules = select_destination_rules(snapshot, "shop", kHost, "shop");
  CHECK(client_tls(rules, 80, "plain").settings->mode == ClientTlsMode::DISABLE);
  CHECK(client_tls(rules, 80, "plain").field.text() == "spec.subsets[0].trafficPolicy.tls");
  CHECK(client_tls(rules, 80, "same").settings->mode == ClientTlsMode::ISTIO_MUTUAL);
  CHECK(client_tls(rules, 80, "port").settings == nullptr);
  CHECK(client_tls(rules, 81, "port").settings->mode == ClientTlsMode::ISTIO_MUTUAL);
}

TEST_CASE("no rule and a rule without tls both leave auto mTLS, and can be told apart") {
  CHECK(client_tls({}, 80).rule == nullptr);
  const Snapshot snapshot = test::snapshot_of(
      rule("shop/a", "cart", "trafficPolicy: { loadBalancer: { simple: RANDOM } }"));
  const ClientTls tls = client_tls(select_destination_rules(snapshot, "shop", kHost, "shop"), 80);
  CHECK(tls.rule != nullptr);
  CHECK(tls.settings == nullptr);
}
