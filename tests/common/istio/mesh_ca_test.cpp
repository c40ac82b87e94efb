// SPDX-License-Identifier: Apache-2.0
#include "common/istio/mesh_ca.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>

using namespace mesh;
using namespace mesh::istio;

namespace {

std::string secret(const std::string& ns, const std::string& name, const std::string& data) {
  return "---\napiVersion: v1\nkind: Secret\nmetadata: { name: " + name + ", namespace: " + ns +
         " }\nstringData: " + data + "\n";
}

std::string pod(const std::string& ns, const std::string& labels, const std::string& container) {
  return "---\napiVersion: v1\nkind: Pod\nmetadata: { name: pod, namespace: " + ns +
         ", labels: " + labels + " }\nspec: { containers: [{ name: " + container +
         ", image: x }] }\nstatus: { phase: Running }\n";
}

std::string root(const std::string& ns, const std::string& name = "istio-ca-root-cert") {
  return "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: " + name + ", namespace: " + ns +
         " }\ndata: { root-cert.pem: x }\n";
}

std::string config(const std::string& name, const std::string& key, const std::string& text) {
  return "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: " + name +
         ", namespace: istio-system }\ndata:\n  " + key + ": |\n    " + text + "\n";
}

constexpr const char* kIstiod = "{ app: istiod }";
constexpr const char* kSelfSigned = "{ ca-cert.pem: x, ca-key.pem: x, root-cert.pem: x }";
constexpr const char* kPluggedIn =
    "{ ca-cert.pem: x, ca-key.pem: x, root-cert.pem: x, cert-chain.pem: x }";

PemData pem_with(const std::string& subject, const std::string& public_key) {
  PemData pem;
  pem.certificates.emplace_back();
  pem.certificates.back().subject = subject;
  pem.certificates.back().public_key = public_key;
  return pem;
}

}  // namespace

TEST_CASE("the root of a self-signed CA is its certificate, whatever root-cert.pem says") {
  const Snapshot snapshot =
      test::snapshot_of(secret("istio-system", "istio-ca-secret", kSelfSigned));
  const std::vector<MeshCa> cas = mesh_cas(snapshot);
  REQUIRE(cas.size() == 1);
  CHECK(cas[0].self_signed);
  CHECK(cas[0].root->key == "ca-cert.pem");
}

TEST_CASE("cacerts beats istio-ca-secret, and its root is root-cert.pem") {
  const Snapshot snapshot =
      test::snapshot_of(secret("istio-system", "istio-ca-secret", kSelfSigned) +
                        secret("istio-system", "cacerts", kPluggedIn));
  const std::vector<MeshCa> cas = mesh_cas(snapshot);
  REQUIRE(cas.size() == 1);
  CHECK(cas[0].secret->ref.name == "cacerts");
  CHECK_FALSE(cas[0].self_signed);
  CHECK(cas[0].root->key == "root-cert.pem");
  CHECK(cas[0].missing.empty());
}

TEST_CASE("cacerts may be of istiod's making, or spelt like a TLS Secret") {
  const Snapshot generated =
      test::snapshot_of(secret("istio-system", "cacerts",
                               "{ ca-cert.pem: x, ca-key.pem: x, root-cert.pem: x, cert-chain.pem: "
                               "x, istio-generated: '' }"));
  CHECK(mesh_cas(generated).front().self_signed);
  CHECK(mesh_cas(generated).front().root->key == "ca-cert.pem");
  const Snapshot tls =
      test::snapshot_of(secret("istio-system", "cacerts", "{ tls.crt: x, tls.key: x, ca.crt: x }"));
  CHECK(mesh_cas(tls).front().certificate->key == "tls.crt");
  CHECK(mesh_cas(tls).front().root->key == "ca.crt");
  CHECK(mesh_cas(tls).front().missing.empty());
}

TEST_CASE("a part of a plugged-in CA lacks the rest") {
  const Snapshot snapshot =
      test::snapshot_of(secret("istio-system", "cacerts", "{ ca-cert.pem: x, root-cert.pem: x }"));
  CHECK(mesh_cas(snapshot).front().missing ==
        std::vector<std::string_view>{"ca-key.pem", "cert-chain.pem"});
}

TEST_CASE("the CA is looked for where istiod runs") {
  const std::string secrets = secret("mesh", "istio-ca-secret", kSelfSigned) +
                              secret("istio-system", "istio-ca-secret", kSelfSigned);
  const Snapshot snapshot = test::snapshot_of(pod("mesh", kIstiod, "discovery") + secrets);
  REQUIRE(mesh_cas(snapshot).size() == 1);
  CHECK(mesh_cas(snapshot).front().secret->ref.ns == "mesh");
  CHECK(mesh_cas(test::snapshot_of(secrets)).front().secret->ref.ns == "istio-system");
}

TEST_CASE("Google's CAs and others sign instead of istiod") {
  const auto signer = [](const std::string& yaml) { return mesh_signer(test::snapshot_of(yaml)); };
  CHECK(signer(config("istio", "mesh", "trustDomain: cluster.local")) == MeshSigner::Istiod);
  CHECK(signer(config("istio", "mesh", "trustDomain: project.svc.id.goog")) == MeshSigner::Google);
  CHECK(signer(config("istio-sidecar-injector", "values",
                      R"({"global": {"caAddress": "meshca.googleapis.com:443"}})")) ==
        MeshSigner::Google);
  CHECK(signer(config("istio-sidecar-injector", "values",
                      R"({"global": {"caAddress": "istio-csr.cert-manager.svc:443"}})")) ==
        MeshSigner::Elsewhere);
  CHECK(signer(config("istio-sidecar-injector", "values",
                      R"({"global": {"caAddress": "istiod-1-28.istio-system.svc:15012"}})")) ==
        MeshSigner::Istiod);
}

TEST_CASE(
    "a cluster without istiod has its control plane elsewhere, and files prove no such thing") {
  const std::string secrets = secret("istio-system", "istio-ca-secret", kSelfSigned);
  CHECK(mesh_signer(test::live_snapshot_of(secrets)) == MeshSigner::Elsewhere);
  CHECK(mesh_cas(test::live_snapshot_of(secrets)).empty());
  CHECK(mesh_signer(test::snapshot_of(secrets)) == MeshSigner::Istiod);
  CHECK(mesh_signer(test::live_snapshot_of(secrets + pod("istio-system", kIstiod, "discovery"))) ==
        MeshSigner::Istiod);
}

TEST_CASE("a missing root proves something in a cluster, and in files that come from one") {
  CHECK(can_miss_root(test::live_snapshot_of(root("istio-system")), "shop"));
  CHECK_FALSE(can_miss_root(test::live_snapshot_of(root("istio-system", "other")), "shop"));
  CHECK_FALSE(can_miss_root(test::snapshot_of(root("istio-system")), "shop"));
  CHECK(can_miss_root(test::snapshot_of(root("istio-system") + root("payments")), "shop"));
  CHECK(can_miss_root(test::snapshot_of(root("istio-system") + root("shop", "kube-root-ca.crt")),
                      "shop"));
}

TEST_CASE("meshed pods are told by their proxy, one for each namespace") {
  const Snapshot snapshot =
      test::snapshot_of(pod("a", "{}", "istio-proxy") + pod("b", "{}", "app") +
                        pod("kube-system", "{}", "istio-proxy"));
  const std::vector<const Pod*> firsts = first_meshed_pods(snapshot);
  REQUIRE(firsts.size() == 1);
  CHECK(firsts[0]->ref.ns == "a");
}

TEST_CASE("roots are the same if name and key are, however often they were renewed") {
  CHECK(share_a_root(pem_with("CN=a", "key"), pem_with("CN=a", "key")));
  CHECK_FALSE(share_a_root(pem_with("CN=a", "key"), pem_with("CN=a", "other")));
  CHECK_FALSE(share_a_root(pem_with("CN=a", "key"), pem_with("CN=b", "key")));
}
