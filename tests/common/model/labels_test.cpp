// SPDX-License-Identifier: Apache-2.0
#include "common/model/labels.h"

#include "tests/support/catch.h"

using namespace mesh;

namespace {

Labels labels(std::initializer_list<Labels::Entry> entries) {
  Labels out;
  for (const auto& [key, value] : entries) {
    out.set(key, value);
  }
  return out;
}

LabelSelector selector(std::string_view key, std::string_view op,
                       std::vector<std::string_view> values = {}) {
  LabelSelector out;
  out.match_expressions.push_back({key, op, std::move(values)});
  return out;
}

}  // namespace

TEST_CASE("labels contain a selector when every entry of it is there") {
  const Labels pod = labels({{"app", "cart"}, {"version", "v1"}});
  CHECK(pod.contains_all(labels({{"app", "cart"}})));
  CHECK(pod.contains_all({}));
  CHECK_FALSE(pod.contains_all(labels({{"app", "shop"}})));
  CHECK_FALSE(pod.contains_all(labels({{"app", "cart"}, {"tier", "web"}})));
  CHECK(pod.text() == "app=cart,version=v1");
}

TEST_CASE("expressions match as in Kubernetes: NotIn also matches an absent key") {
  const Labels pod = labels({{"app", "cart"}});
  CHECK(selector("app", "In", {"x", "cart"}).matches(pod));
  CHECK_FALSE(selector("tier", "In", {"x"}).matches(pod));
  CHECK(selector("tier", "NotIn", {"x"}).matches(pod));
  CHECK(selector("app", "Exists").matches(pod));
  CHECK(selector("tier", "DoesNotExist").matches(pod));
  CHECK_FALSE(selector("app", "Like", {"cart"}).matches(pod));
  CHECK(LabelSelector{}.matches(pod));
}

TEST_CASE("a selector says what is not met") {
  CHECK(selector("tier", "In", {"a", "b"}).first_unmet({}) == "tier In a,b");
  CHECK_FALSE(LabelSelector{}.first_unmet({}));
}
