// SPDX-License-Identifier: Apache-2.0
#include "common/istio/match_cover.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <fmt/format.h>

using namespace mesh;

namespace {

bool takes(std::string_view section, std::string_view earlier, std::string_view later) {
  const Snapshot snapshot = test::snapshot_of(fmt::format(R"(
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{ name: web, namespace: shop }}
spec:
  hosts: [a]
  gateways: [mesh, edge]
  {}: [{{ match: [{}, {}] }}]
)",
                                                          section, earlier, later));
  const VirtualService& owner = snapshot.all<VirtualService>()[0];
  if (section == "tls") {
    return istio::covers(owner.tls[0].match[0], owner.tls[0].match[1], owner);
  }
  if (section == "tcp") {
    return istio::covers(owner.tcp[0].match[0], owner.tcp[0].match[1], owner);
  }
  return istio::covers(owner.http[0].match[0], owner.http[0].match[1], owner);
}

bool http(std::string_view earlier, std::string_view later) {
  return takes("http", earlier, later);
}

}  // namespace

TEST_CASE("a match without conditions takes everything") {
  for (const char* any : {"{}", "{uri: {prefix: /}}", "{uri: {regex: '.*'}}"}) {
    CAPTURE(any);
    CHECK(http(any, "{}"));
    CHECK(http(any, "{uri: {regex: '/a.*'}, method: {exact: GET}}"));
  }
  CHECK_FALSE(http("{uri: {prefix: /a}}", "{}"));
}

TEST_CASE("a prefix takes longer prefixes and exact paths, without regard to slashes") {
  CHECK(http("{uri: {prefix: /a}}", "{uri: {prefix: /a/b}}"));
  CHECK(http("{uri: {prefix: /a}}", "{uri: {prefix: /ab}}"));
  CHECK(http("{uri: {prefix: /a}}", "{uri: {exact: /a}}"));
  CHECK_FALSE(http("{uri: {prefix: /a/b}}", "{uri: {prefix: /a}}"));
  CHECK_FALSE(http("{uri: {prefix: /a}}", "{uri: {regex: '/a.*'}}"));
  CHECK_FALSE(http("{uri: {exact: /a}}", "{uri: {prefix: /a}}"));
  CHECK(http("{uri: {regex: '/a.*'}}", "{uri: {regex: '/a.*'}}"));
}

TEST_CASE("a path in any case takes more than one in the case given") {
  CHECK(http("{uri: {prefix: /A}, ignoreUriCase: true}", "{uri: {exact: /ab}}"));
  CHECK(
      http("{uri: {prefix: /A}, ignoreUriCase: true}", "{uri: {exact: /AB}, ignoreUriCase: true}"));
  CHECK_FALSE(http("{uri: {prefix: /a}}", "{uri: {exact: /ab}, ignoreUriCase: true}"));
  CHECK_FALSE(http("{uri: {prefix: /A}}", "{uri: {exact: /ab}}"));
}

TEST_CASE("every condition of the earlier match must be met by the later one") {
  CHECK(http("{headers: {x-a: {exact: b}}}", "{headers: {X-A: {exact: b}, y: {exact: c}}}"));
  CHECK(http("{headers: {x-a: {}}}", "{headers: {x-a: {regex: 'b.*'}}}"));
  CHECK_FALSE(http("{headers: {x-a: {exact: b}}}", "{headers: {x-a: {exact: c}}}"));
  CHECK_FALSE(http("{headers: {x-a: {exact: b}}}", "{}"));
  CHECK_FALSE(http("{method: {exact: GET}}", "{uri: {prefix: /a}}"));
  CHECK(http("{authority: {prefix: a}}", "{authority: {exact: ab}}"));
  CHECK_FALSE(http("{withoutHeaders: {x: {exact: a}}}", "{}"));
  CHECK(http("{withoutHeaders: {x: {exact: a}}}", "{withoutHeaders: {x: {exact: a}, y: {}}}"));
  CHECK_FALSE(http("{queryParams: {q: {exact: a}}}", "{uri: {prefix: /a}}"));
  CHECK(http("{queryParams: {q: {exact: a}}}", "{queryParams: {q: {exact: a}}}"));
}

TEST_CASE("a match for one port, gateway or caller takes nothing elsewhere") {
  CHECK(http("{port: 80}", "{port: 80, uri: {prefix: /a}}"));
  CHECK_FALSE(http("{port: 80}", "{uri: {prefix: /a}}"));
  CHECK_FALSE(http("{gateways: [edge]}", "{}"));
  CHECK(http("{gateways: [mesh, shop/edge]}", "{}"));
  CHECK(http("{gateways: [shop/edge]}", "{gateways: [./edge]}"));
  CHECK_FALSE(http("{sourceLabels: {app: a}}", "{}"));
  CHECK(http("{sourceLabels: {app: a}}", "{sourceLabels: {app: a, version: v1}}"));
  CHECK_FALSE(http("{sourceNamespace: a}", "{sourceNamespace: b}"));
}

TEST_CASE("beside gateways the labels of callers are ignored") {
  CHECK(http("{gateways: [mesh, edge], sourceLabels: {app: a}}", "{}"));
  CHECK_FALSE(http("{sourceLabels: {app: a}}", "{gateways: [mesh], sourceLabels: {app: a}}"));
}

TEST_CASE("server names are taken one by one, wildcards take nothing from names below them") {
  CHECK(takes("tls", "{sniHosts: [a.foo.com, b.foo.com]}", "{sniHosts: [B.foo.com]}"));
  CHECK_FALSE(takes("tls", "{sniHosts: ['*.foo.com']}", "{sniHosts: [a.foo.com]}"));
  CHECK_FALSE(takes("tls", "{sniHosts: [a.foo.com]}", "{sniHosts: [a.foo.com, b.foo.com]}"));
  CHECK_FALSE(
      takes("tls", "{port: 443, sniHosts: [a.foo.com]}", "{port: 8443, sniHosts: [a.foo.com]}"));
}

TEST_CASE("TCP matches are compared by port and subnets") {
  CHECK(takes("tcp", "{}", "{port: 5432}"));
  CHECK_FALSE(takes("tcp", "{port: 5432}", "{}"));
  CHECK_FALSE(takes("tcp", "{destinationSubnets: [10.0.0.0/8]}", "{}"));
  CHECK(takes("tcp", "{destinationSubnets: [10.0.0.0/8]}", "{destinationSubnets: [10.0.0.0/8]}"));
}
