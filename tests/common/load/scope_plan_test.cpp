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
  CHECK(plan.plan.is_done());
}

TEST_CASE("verbs read all namespaces, whatever their scope") {
  ClusterOptions options = shop_only();
  options.only_for_findings = false;
  Plan plan(options);
  CHECK(plan.next() == Lists{"Gateway", "Pod"});
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
