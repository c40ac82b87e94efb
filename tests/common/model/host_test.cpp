// SPDX-License-Identifier: Apache-2.0
#include "common/model/host.h"

#include "tests/support/catch.h"

using namespace mesh;

TEST_CASE("only a name without a dot is completed, with the namespace of its resource") {
  CHECK(fully_qualified("reviews", "shop") == "reviews.shop.svc.cluster.local");
  CHECK(fully_qualified("Reviews", "shop") == "reviews.shop.svc.cluster.local");
  CHECK(fully_qualified("reviews", "shop", "corp.local") == "reviews.shop.svc.corp.local");
  for (const char* host : {"reviews.shop", "reviews.shop.svc", "api.example.com", "10.0.0.1", "::1",
                           "*", "*.local", ""}) {
    CHECK(fully_qualified(host, "other") == host);
  }
}

TEST_CASE("a wildcard host covers what ends with it, at any depth, and not the bare domain") {
  CHECK(host_covers("*.foo.com", "a.foo.com"));
  CHECK(host_covers("*.foo.com", "a.b.foo.com"));
  CHECK(host_covers("*.foo.com", "*.a.foo.com"));
  CHECK(host_covers("*.foo.com", "*.foo.com"));
  CHECK(host_covers("*", "foo.com"));
  CHECK_FALSE(host_covers("*.foo.com", "foo.com"));
  CHECK_FALSE(host_covers("*.foo.com", "*.com"));
  CHECK_FALSE(host_covers("*.foo.com", "*"));
  CHECK_FALSE(host_covers("foo.com", "*.foo.com"));
}

TEST_CASE("hosts are compared without regard to case") {
  CHECK(host_covers("*.Foo.com", "a.foo.COM"));
  CHECK(host_covers("foo.com", "FOO.com"));
}

TEST_CASE("hosts overlap if one covers the other") {
  CHECK(hosts_overlap("*.foo.com", "a.foo.com"));
  CHECK(hosts_overlap("a.foo.com", "*.foo.com"));
  CHECK(hosts_overlap("*", "*.foo.com"));
  CHECK_FALSE(hosts_overlap("*.foo.com", "*.bar.com"));
  CHECK_FALSE(hosts_overlap("foo.com", "bar.com"));
}

TEST_CASE("a name with its namespace looks like a Service, and is told which is meant") {
  CHECK(service_host_meant("Reviews.prod") == "reviews.prod.svc.cluster.local");
  CHECK(service_host_meant("reviews.prod.svc") == "reviews.prod.svc.cluster.local");
  for (const char* host :
       {"reviews", "reviews.prod.svc.cluster.local", "www.example.com", "*.prod"}) {
    CHECK(service_host_meant(host).empty());
  }
}
