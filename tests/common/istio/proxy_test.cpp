// SPDX-License-Identifier: Apache-2.0
#include "common/istio/proxy.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>

using namespace mesh;
using namespace mesh::istio;

namespace {

Snapshot with_pod(const std::string& labels, const std::string& spec) {
  return test::snapshot_of(
      "apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: shop, labels: { " + labels +
      " } }\nspec: { " + spec + " }\nstatus: { phase: Running }\n");
}

bool sidecar(const std::string& labels, const std::string& spec) {
  const Snapshot snapshot = with_pod(labels, spec);
  return has_sidecar(snapshot.pods().front());
}

bool in_mesh(const std::string& labels, const std::string& spec) {
  const Snapshot snapshot = with_pod(labels, spec);
  return is_in_mesh(snapshot, snapshot.pods().front());
}

}  // namespace

TEST_CASE("a sidecar is a container named istio-proxy, native or not") {
  CHECK(sidecar("", "containers: [{ name: app }, { name: istio-proxy, args: [proxy, sidecar] }]"));
  CHECK(sidecar("", "containers: [{ name: app }], initContainers: [{ name: istio-proxy }]"));
  CHECK_FALSE(sidecar("", "containers: [{ name: app }]"));
}

TEST_CASE("gateways, waypoints and ztunnel have a proxy and no sidecar") {
  CHECK_FALSE(sidecar("", "containers: [{ name: istio-proxy, args: [proxy, router] }]"));
  CHECK_FALSE(sidecar("", "containers: [{ name: istio-proxy, args: [proxy, waypoint] }]"));
  CHECK_FALSE(
      sidecar("app: ztunnel", "containers: [{ name: istio-proxy, args: [proxy, ztunnel] }]"));
  CHECK_FALSE(sidecar("istio: ingressgateway", "containers: [{ name: istio-proxy, image: auto }]"));
}

TEST_CASE("a running pod is in the mesh if it has a sidecar, whatever the labels say") {
  CHECK(in_mesh("", "containers: [{ name: app }, { name: istio-proxy, args: [proxy, sidecar] }]"));
  CHECK_FALSE(in_mesh("sidecar.istio.io/inject: \"true\"", "containers: [{ name: app }]"));
  CHECK_FALSE(
      in_mesh("app: ztunnel", "containers: [{ name: istio-proxy, args: [proxy, ztunnel] }]"));
}
