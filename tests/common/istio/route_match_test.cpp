// SPDX-License-Identifier: Apache-2.0
#include "common/istio/route_match.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <fmt/format.h>

using namespace mesh;
using namespace mesh::istio;

namespace {

Snapshot with_rules(std::string_view rules) {
  return test::snapshot_of(fmt::format(R"(
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {{ name: edge, namespace: infra }}
spec: {{ servers: [] }}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{ name: web, namespace: shop }}
spec:
  hosts: [a]
  http: {}
)",
                                       rules));
}

// "1<0 3<0,2": rule 1 is taken by rule 0, rule 3 by rules 0 and 2.
std::string unreachable(std::string_view rules) {
  const Snapshot snapshot = with_rules(rules);
  std::string out;
  for (const UnreachableRule& rule :
       unreachable_rules(snapshot.all<VirtualService>()[0], RouteSection::Http)) {
    out += fmt::format("{}{}<{}", out.empty() ? "" : " ", rule.rule, fmt::join(rule.taken_by, ","));
  }
  return out;
}

}  // namespace

TEST_CASE("rules behind one that takes everything are not reached") {
  CHECK(unreachable("[{}, {match: [{uri: {prefix: /a}}]}, {}]") == "1<0 2<0");
  CHECK(unreachable("[{match: [{uri: {prefix: /a}}, {uri: {prefix: /}}]}, {}]") == "1<0");
  CHECK(unreachable("[{match: [{uri: {prefix: /a}}]}, {}]").empty());
}

TEST_CASE("a rule is not reached if all of its matches are taken, by one rule or several") {
  constexpr std::string_view kTaken =
      "[{match: [{uri: {prefix: /a}}]}, {match: [{uri: {exact: /b}}]}, "
      "{match: [{uri: {exact: /b}}, {uri: {prefix: /a/c}}]}]";
  CHECK(unreachable(kTaken) == "2<0,1");
  CHECK(
      unreachable(
          "[{match: [{uri: {prefix: /a}}]}, {match: [{uri: {prefix: /a/c}}, {uri: {exact: /b}}]}]")
          .empty());
}

TEST_CASE("a rule that delegates may leave requests to later rules") {
  CHECK(unreachable("[{delegate: {name: x}}, {match: [{uri: {prefix: /a}}]}]").empty());
  CHECK(unreachable("[{}, {delegate: {name: x}}]") == "1<0");
}

TEST_CASE("a rule applies where one of its matches does not name other ports and gateways") {
  const Snapshot snapshot = with_rules(
      "[{}, {match: [{port: 80}]}, {match: [{gateways: [infra/edge]}]}, {match: [{gateways: "
      "[mesh]}, {port: 81}]}]");
  const VirtualService& web = snapshot.all<VirtualService>()[0];
  const Gateway* edge = &snapshot.all<Gateway>()[0];
  const auto applying = [&](const Listener& where) {
    std::string rules;
    for (std::size_t i = 0; i < rule_count(web, RouteSection::Http); ++i) {
      rules += rule_applies(web, RouteSection::Http, i, where) ? std::to_string(i) : "";
    }
    return rules;
  };
  CHECK(applying({}) == "013");
  CHECK(applying({.gateway = nullptr, .port = 82}) == "03");
  CHECK(applying({.gateway = edge, .port = 80}) == "012");
  CHECK(applying({.gateway = edge, .port = 81}) == "023");
}
