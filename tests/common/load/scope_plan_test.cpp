// SPDX-License-Identifier: Apache-2.0
#include "common/load/scope_plan.h"

#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::load;

namespace {

struct Plan {
  SnapshotBuilder builder{SnapshotBuilder::From::Cluster};
  ClusterOptions options;
  ScopePlan plan;

  explicit Plan(ClusterOptions from) : options(std::move(from)), plan(options) {}

  // "Pod shop", "Gateway", "Pod istio=ingressgateway".
  std::set<std::string> next() {
    std::set<std::string> out;
    for (const ListRequest& list : plan.next(builder)) {
      out.insert(std::string(info(list.kind).name) + (list.ns.empty() ? "" : " " + list.ns) +
                 (list.metadata_only ? " " + list.label_selector : ""));
    }
    return out;
  }

  void add_gateway(std::string_view ns, std::string_view istio) {
    Gateway gateway;
    gateway.ref = {.kind = Kind::Gateway, .ns = ns, .name = "gateway"};
    gateway.selector.set("istio", istio);
    builder.add(std::move(gateway));
  }
};

ClusterOptions shop_only() {
  return {.kinds = {Kind::Pod, Kind::Gateway}, .namespaces = {"shop"}, .only_for_findings = true};
}

using Lists = std::set<std::string>;

}  // namespace

TEST_CASE("all namespaces are read at once") {
  ClusterOptions options = shop_only();
  options.namespaces.clear();
  Plan plan(options);
  CHECK(plan.next() == Lists{"Gateway", "Pod"});
  CHECK(plan.next().empty());
  CHECK(plan.plan.is_done());
}

TEST_CASE("verbs read all namespaces, whatever their scope") {
  ClusterOptions options = shop_only();
  options.only_for_findings = false;
  Plan plan(options);
  CHECK(plan.next() == Lists{"Gateway", "Pod"});
  CHECK(plan.next().empty());
  CHECK(plan.plan.is_done());
}

TEST_CASE("of a scope its own pods, the control plane's and those of gateways are read") {
  Plan plan(shop_only());
  CHECK(plan.next() == Lists{"Gateway", "Pod istio-system", "Pod shop"});
  plan.add_gateway("elsewhere", "ingressgateway");
  CHECK(plan.next() == Lists{"Pod istio=ingressgateway"});
  plan.plan.add_namespace("ingress");
  CHECK(plan.next() == Lists{"Pod ingress"});
  CHECK(plan.next().empty());
  CHECK(plan.plan.is_done());
}

TEST_CASE("a Gateway of the scope that selects no gateway is looked up everywhere") {
  Plan plan(shop_only());
  plan.next();
  plan.add_gateway("shop", "missing");
  plan.next();
  plan.next();
  CHECK(plan.next() == Lists{"Pod"});
  CHECK(plan.plan.is_done());
}

TEST_CASE("a kind that could not be read is not asked for again") {
  Plan plan(shop_only());
  plan.next();
  plan.plan.give_up(Kind::Pod);
  plan.add_gateway("shop", "ingressgateway");
  CHECK(plan.next().empty());
  CHECK(plan.next().empty());
  CHECK(plan.next().empty());
  CHECK(plan.plan.is_done());
}

TEST_CASE("what concerns a named object may be anywhere") {
  ClusterOptions options = shop_only();
  options.whole_mesh = true;
  CHECK(Plan(options).next() == Lists{"Gateway", "Pod"});
}

TEST_CASE("the configuration of an injector is read where it is") {
  ClusterOptions options;
  options.kinds = {Kind::ConfigMap, Kind::MutatingWebhookConfiguration};
  options.only_for_findings = true;
  Plan plan(options);
  plan.next();
  MutatingWebhook webhook;
  webhook.name = "sidecar-injector.istio.io";
  webhook.service = WebhookService{};
  webhook.service->ns = "istio-two";
  MutatingWebhookConfiguration injector;
  injector.ref = {.kind = Kind::MutatingWebhookConfiguration, .name = "two"};
  injector.webhooks = {webhook};
  plan.builder.add(std::move(injector));
  CHECK(plan.next() == Lists{"ConfigMap istio-two"});
  CHECK(plan.plan.is_done());
}

TEST_CASE(
    "who follows a VirtualService is read where it is exported to, and where it is delegated") {
  ClusterOptions options = shop_only();
  options.kinds.add(Kind::VirtualService);
  Plan plan(options);
  plan.next();
  VirtualService exported;
  exported.ref = {.kind = Kind::VirtualService, .ns = "shop", .name = "cart"};
  exported.export_to = {".", "web"};
  plan.builder.add(std::move(exported));
  VirtualService root;
  root.ref = {.kind = Kind::VirtualService, .ns = "front", .name = "root"};
  HttpRoute route;
  route.delegate = Delegate{.name = "cart", .ns = "shop"};
  root.http = {route};
  plan.builder.add(std::move(root));
  CHECK(plan.next() == Lists{"Pod front", "Pod web"});
}

TEST_CASE("the pods of a ServiceEntry are in its own namespace") {
  ClusterOptions options = shop_only();
  options.kinds.add(Kind::ServiceEntry);
  Plan plan(options);
  plan.next();
  ServiceEntry entry;
  entry.ref = {.kind = Kind::ServiceEntry, .ns = "data", .name = "db"};
  entry.workload_selector = LabelsSelector{};
  plan.builder.add(std::move(entry));
  CHECK(plan.next() == Lists{"Pod data"});
}

TEST_CASE("ingress controllers are looked up by their label") {
  ClusterOptions options = shop_only();
  options.kinds.add(Kind::Ingress);
  Plan plan(options);
  plan.next();
  Ingress ingress;
  ingress.ref = {.kind = Kind::Ingress, .ns = "shop", .name = "web"};
  plan.builder.add(std::move(ingress));
  const Lists lists = plan.next();
  REQUIRE(lists.size() == 1);
  CHECK(lists.begin()->starts_with("Pod app.kubernetes.io/name in (ingress-nginx,"));
}

TEST_CASE("a credential of a DestinationRule is used wherever a gateway runs") {
  ClusterOptions options = shop_only();
  options.kinds = {Kind::Pod, Kind::DestinationRule, Kind::Secret};
  Plan plan(options);
  plan.next();
  DestinationRule rule;
  rule.ref = {.kind = Kind::DestinationRule, .ns = "shop", .name = "partner"};
  rule.host = "partner.example.com";
  rule.traffic_policy = TrafficPolicy{};
  rule.traffic_policy->tls = ClientTlsSettings{};
  rule.traffic_policy->tls->credential_name = "client";
  plan.builder.add(std::move(rule));
  CHECK(plan.next() == Lists{"DestinationRule", "Pod"});
}

TEST_CASE("a Sidecar that leaves out its own namespace's rules makes clients elsewhere matter") {
  const auto next_with = [](std::string_view host) {
    ClusterOptions options = shop_only();
    options.kinds = {Kind::Pod, Kind::VirtualService, Kind::Sidecar};
    Plan plan(options);
    plan.next();
    Sidecar sidecar;
    sidecar.ref = {.kind = Kind::Sidecar, .ns = "shop", .name = "default"};
    sidecar.egress.resize(1);
    sidecar.egress.front().hosts = {host};
    plan.builder.add(std::move(sidecar));
    return plan.next();
  };
  CHECK(next_with("other/*") == Lists{"Pod"});
  for (const std::string_view own : {"./*", "shop/*", "*/*"}) {
    CHECK(next_with(own).empty());
  }
}
