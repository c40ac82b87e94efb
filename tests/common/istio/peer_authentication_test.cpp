// SPDX-License-Identifier: Apache-2.0
#include "common/istio/peer_authentication.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

using namespace mesh;
using namespace mesh::istio;

namespace {

constexpr const char* kPolicies = R"(
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: mesh, namespace: istio-system }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: z-oldest, namespace: shop, creationTimestamp: "2025-01-01T00:00:00Z" }
spec: { selector: { matchLabels: {} }, mtls: { mode: PERMISSIVE } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: a-newer, namespace: shop, creationTimestamp: "2025-01-02T00:00:00Z" }
spec: { mtls: { mode: DISABLE } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: cart, namespace: shop, creationTimestamp: "2025-01-01T00:00:00Z" }
spec:
  selector: { matchLabels: { app: cart } }
  mtls: { mode: DISABLE }
  portLevelMtls: { 8080: { mode: STRICT }, 9090: { mode: UNSET } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: cart-newer, namespace: shop, creationTimestamp: "2025-01-02T00:00:00Z" }
spec:
  selector: { matchLabels: { app: cart } }
  portLevelMtls: { 7070: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: unset, namespace: pay }
spec: { mtls: { mode: UNSET } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: root-selector, namespace: istio-system }
spec: { selector: { matchLabels: { app: cart } }, mtls: { mode: DISABLE } }
---
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop, labels: { app: cart } }
spec: { containers: [{ name: app, image: x }] }
---
apiVersion: v1
kind: Pod
metadata: { name: other, namespace: shop, labels: { app: other } }
spec: { containers: [{ name: app, image: x }] }
---
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: pay, labels: { app: cart } }
spec: { containers: [{ name: app, image: x }] }
---
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: istio-system, labels: { app: cart } }
spec: { containers: [{ name: app, image: x }] }
)";

MtlsMode mode(const Snapshot& snapshot, std::string_view ns, std::string_view pod,
              std::int32_t port) {
  return effective_mtls(snapshot, *snapshot.find<Pod>(ns, pod), port).mode;
}

}  // namespace

TEST_CASE("without a policy plaintext and mTLS are accepted") {
  const Snapshot snapshot = test::snapshot_of(R"(
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop }
spec: { containers: [{ name: app, image: x }] }
)");
  CHECK(mode(snapshot, "shop", "cart", 80) == MtlsMode::PERMISSIVE);
  CHECK(namespace_mtls(snapshot, "shop").policy == nullptr);
}

TEST_CASE("only the oldest policy of a namespace counts, and it beats the mesh's") {
  const Snapshot snapshot = test::snapshot_of(kPolicies);
  CHECK(mode(snapshot, "shop", "other", 80) == MtlsMode::PERMISSIVE);
  CHECK(namespace_mtls(snapshot, "shop").policy->ref.name == "z-oldest");
}

TEST_CASE("a namespace policy that is UNSET leaves the mesh's in force") {
  const Snapshot snapshot = test::snapshot_of(kPolicies);
  CHECK(mode(snapshot, "pay", "cart", 80) == MtlsMode::STRICT);
  CHECK(namespace_mtls(snapshot, "pay").policy->ref.name == "mesh");
}

TEST_CASE("a policy with a selector in the root namespace selects nothing, not even there") {
  const Snapshot snapshot = test::snapshot_of(kPolicies);
  CHECK(mode(snapshot, "istio-system", "cart", 80) == MtlsMode::STRICT);
  CHECK(workload_policy(snapshot, *snapshot.find<Pod>("pay", "cart")) == nullptr);
}

TEST_CASE("port modes come from the oldest workload policy only, and UNSET inherits") {
  const Snapshot snapshot = test::snapshot_of(kPolicies);
  CHECK(mode(snapshot, "shop", "cart", 80) == MtlsMode::DISABLE);
  CHECK(mode(snapshot, "shop", "cart", 8080) == MtlsMode::STRICT);
  CHECK(mode(snapshot, "shop", "cart", 9090) == MtlsMode::DISABLE);
  CHECK(mode(snapshot, "shop", "cart", 7070) == MtlsMode::DISABLE);
  const EffectiveMtls port = effective_mtls(snapshot, *snapshot.find<Pod>("shop", "cart"), 8080);
  CHECK(port.field.text() == "spec.portLevelMtls.8080.mode");
}
