// SPDX-License-Identifier: Apache-2.0
#include "common/load/list_plan.h"

#include "common/load/secret_plan.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::load;

namespace {

std::vector<std::string> paths(const std::vector<ListRequest>& lists) {
  std::vector<std::string> out;
  for (const ListRequest& list : lists) {
    out.push_back(list.http().path);
  }
  return out;
}

std::vector<ListRequest> cluster_lists_of(const ClusterOptions& options) {
  return cluster_lists(options.kinds, options);
}

}  // namespace

TEST_CASE("only the kinds that are read are asked for, from the watch cache") {
  CHECK(
      paths(cluster_lists_of({.kinds = {Kind::Service, Kind::VirtualService}, .namespaces = {}})) ==
      std::vector<std::string>{
          "/api/v1/services?limit=500&resourceVersion=0",
          "/apis/networking.istio.io/v1/virtualservices?limit=500&resourceVersion=0"});
}

TEST_CASE("built-in kinds are asked for as protobuf, Istio's as JSON") {
  const auto lists = cluster_lists_of({.kinds = {Kind::Pod, Kind::Gateway}, .namespaces = {}});
  CHECK(lists[0].http().accept == "application/vnd.kubernetes.protobuf,application/json");
  CHECK(lists[1].http().accept == "application/json");
}

TEST_CASE("of config maps only the mesh's own are asked for, of secrets not those of Helm") {
  CHECK(
      paths(cluster_lists_of(
          {.kinds = {Kind::ConfigMap}, .namespaces = {}, .istio_namespace = "mesh"})) ==
      std::vector<std::string>{
          "/api/v1/"
          "configmaps?fieldSelector=metadata.name%3Distio-ca-root-cert&limit=500&resourceVersion=0",
          "/api/v1/namespaces/mesh/configmaps?limit=500&resourceVersion=0"});
  CHECK(paths({all_secrets()}) ==
        std::vector<std::string>{
            "/api/v1/secrets?fieldSelector=type%21%3Dhelm.sh/release.v1%2Ctype%21%3Dkubernetes.io/"
            "service-account-token&limit=500&resourceVersion=0"});
}

TEST_CASE("a refused list is tried in the namespaces of the scope and in Istio's") {
  const ClusterOptions options{.kinds = {Kind::Service}, .namespaces = {"shop"}};
  const ListRequest refused = cluster_lists_of(options).front();
  CHECK(paths(narrower_lists(refused, options)) ==
        std::vector<std::string>{
            "/api/v1/namespaces/istio-system/services?limit=500&resourceVersion=0",
            "/api/v1/namespaces/shop/services?limit=500&resourceVersion=0"});
  CHECK(narrower_lists(narrower_lists(refused, options).front(), options).empty());
  CHECK(narrower_lists(refused, {.kinds = {Kind::Service}, .namespaces = {}}).empty());
}

TEST_CASE("cluster-scoped kinds have no narrower list") {
  const ClusterOptions options{.kinds = {Kind::Namespace}, .namespaces = {"shop"}};
  CHECK(narrower_lists(cluster_lists_of(options).front(), options).empty());
}

TEST_CASE("a version that is not served gives way to the next older one") {
  ListRequest list = cluster_lists_of({.kinds = {Kind::VirtualService}, .namespaces = {}}).front();
  list = older_version(list).value();
  CHECK(list.version == "v1beta1");
  list = older_version(list).value();
  CHECK(list.version == "v1alpha3");
  CHECK_FALSE(older_version(list));
}
