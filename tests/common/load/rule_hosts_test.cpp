// SPDX-License-Identifier: Apache-2.0
#include "common/load/rule_hosts.h"

#include "tests/support/catch.h"

using namespace mesh::load;

TEST_CASE("a host leads to the namespace that it names, or else to the rule's own") {
  CHECK(namespaces_of_host("cart", "shop").namespaces == std::set<std::string>{"shop"});
  CHECK(namespaces_of_host("cart.other", "shop").namespaces == std::set<std::string>{"other"});
  CHECK(namespaces_of_host("Cart.Other.svc.cluster.local", "shop").namespaces ==
        std::set<std::string>{"other"});
  CHECK(namespaces_of_host("*.other.svc.cluster.local", "shop").namespaces ==
        std::set<std::string>{"other"});
}

TEST_CASE("other names lead nowhere else") {
  CHECK(namespaces_of_host("db.example.com", "shop").namespaces == std::set<std::string>{"shop"});
}

TEST_CASE("a wildcard over the services of the cluster leads anywhere") {
  for (const char* host : {"*", "*.local", "*.cluster.local", "*.svc.cluster.local"}) {
    CAPTURE(host);
    CHECK(namespaces_of_host(host, "shop").anywhere);
  }
  CHECK_FALSE(namespaces_of_host("*.example.com", "shop").anywhere);
}
