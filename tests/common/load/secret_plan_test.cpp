// SPDX-License-Identifier: Apache-2.0
#include "common/load/secret_plan.h"

#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::load;

namespace {

void add_pod(SnapshotBuilder& read, std::string_view ns, std::string_view name,
             std::vector<std::string_view> arguments) {
  Pod pod;
  pod.ref = {.kind = Kind::Pod, .ns = ns, .name = name};
  pod.meta.labels.set("istio", name);
  Container proxy;
  proxy.name = "istio-proxy";
  proxy.args = std::move(arguments);
  pod.spec.containers = {proxy};
  read.add(std::move(pod));
}

void add_gateway(SnapshotBuilder& read, std::string_view ns, std::string_view istio,
                 std::string_view credential) {
  Gateway gateway;
  gateway.ref = {.kind = Kind::Gateway, .ns = ns, .name = "gateway"};
  gateway.selector.set("istio", istio);
  Server server;
  server.tls = ServerTlsSettings{};
  server.tls->mode = ServerTlsMode::SIMPLE;
  server.tls->credential_name = credential;
  gateway.servers = {server};
  read.add(std::move(gateway));
}

void add_rule(SnapshotBuilder& read, std::string_view ns, std::string_view credential,
              bool has_selector) {
  DestinationRule rule;
  rule.ref = {.kind = Kind::DestinationRule, .ns = ns, .name = credential};
  ClientTlsSettings tls;
  tls.mode = ClientTlsMode::MUTUAL;
  tls.credential_name = credential;
  rule.traffic_policy = TrafficPolicy{};
  rule.traffic_policy->tls = tls;
  if (has_selector) {
    rule.workload_selector = WorkloadSelector{};
  }
  read.add(std::move(rule));
}

// "ns/name" of all but the mesh CA's.
std::set<std::string> named(const SnapshotBuilder& read, std::vector<std::string> namespaces = {}) {
  std::set<std::string> out;
  for (const auto& [ns, name] :
       named_secrets(read, {.kinds = {}, .namespaces = std::move(namespaces)})) {
    if (name != "cacerts" && name != "istio-ca-secret") {
      out.insert(ns + "/" + name);
    }
  }
  return out;
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("a Gateway's credential is looked for where its pods run") {
  SnapshotBuilder read(SnapshotBuilder::From::Cluster);
  add_pod(read, "edge", "ingress", {"proxy", "router"});
  add_gateway(read, "shop", "ingress", "kubernetes://web");
  CHECK(named(read) == Names{"edge/web"});
  CHECK(named(read, {"shop"}) == Names{"edge/web"});
  CHECK(named(read, {"other"}).empty());
}

TEST_CASE("and there too under a name with a namespace, where istiod does not look") {
  SnapshotBuilder read(SnapshotBuilder::From::Cluster);
  add_pod(read, "edge", "ingress", {"proxy", "router"});
  add_gateway(read, "shop", "ingress", "shop/web");
  CHECK(named(read) == Names{"edge/web"});
}

TEST_CASE("a DestinationRule's credential is looked for where gateways run") {
  SnapshotBuilder read(SnapshotBuilder::From::Cluster);
  add_pod(read, "edge", "egress", {"proxy", "router"});
  add_pod(read, "shop", "cart", {"proxy", "sidecar"});
  add_rule(read, "shop", "client", false);
  CHECK(named(read) == Names{"edge/client", "edge/client-cacert"});
  CHECK(named(read, {"shop"}) == Names{"edge/client", "edge/client-cacert"});
  CHECK(named(read, {"edge"}).empty());
}

TEST_CASE("and with a workloadSelector in the rule's namespace") {
  SnapshotBuilder read(SnapshotBuilder::From::Cluster);
  add_pod(read, "edge", "egress", {"proxy", "router"});
  add_rule(read, "shop", "client", true);
  CHECK(named(read) == Names{"shop/client", "shop/client-cacert"});
}

TEST_CASE("names that lead to no Secret ask for none") {
  SnapshotBuilder read(SnapshotBuilder::From::Cluster);
  add_pod(read, "edge", "ingress", {"proxy", "router"});
  for (const std::string_view name : {"configmap://edge/ca", "builtin://", "invalid://x", ""}) {
    add_gateway(read, "shop", "ingress", name);
  }
  CHECK(named(read).empty());
}
