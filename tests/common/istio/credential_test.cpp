// SPDX-License-Identifier: Apache-2.0
#include "common/istio/credential.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>

using namespace mesh;
using namespace mesh::istio;
using Store = CredentialName::Store;

namespace {

// A gateway pod in `edge`, and a Gateway in `shop` with one server.
std::string gateway(const std::string& tls, const std::string& protocol = "HTTPS") {
  return R"(
apiVersion: v1
kind: Pod
metadata: { name: gateway, namespace: edge, labels: { app: gateway } }
spec: { containers: [{ name: istio-proxy, image: proxyv2, args: [proxy, router] }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: shop, namespace: shop }
spec:
  selector: { app: gateway }
  servers:
    - port: { number: 443, name: a, protocol: )" +
         protocol + R"( }
      hosts: ["*"]
      tls: )" +
         tls + "\n";
}

std::string secret(const std::string& ns, const std::string& name, const std::string& data,
                   const std::string& type = "Opaque") {
  return "---\napiVersion: v1\nkind: Secret\nmetadata: { name: " + name + ", namespace: " + ns +
         " }\ntype: " + type + "\nstringData: " + data + "\n";
}

// "ns/name" of the Secret that the first credential finds, "missing in ns", or "".
std::string found(const std::string& yaml,
                  CredentialRole role = CredentialRole::ServerCertificate) {
  const Snapshot snapshot = test::snapshot_of(yaml);
  for (const GatewayCredential& credential : gateway_credentials(snapshot)) {
    if (credential.role != role) {
      continue;
    }
    if (!credential.secrets.empty()) {
      return credential.secrets.front()->ref.qualified_name();
    }
    return credential.missing_in.empty()
               ? ""
               : "missing in " + std::string(credential.missing_in.front());
  }
  return "none";
}

SecretEntry certificate_entry(std::vector<Certificate> chain) {
  SecretEntry entry{.key = "tls.crt", .pem = {}};
  entry.pem.certificates = std::move(chain);
  return entry;
}

SecretEntry key_entry(const std::string& public_key) {
  SecretEntry entry{.key = "tls.key", .pem = {}};
  entry.pem.has_private_key = true;
  entry.pem.public_key = public_key;
  return entry;
}

Certificate certificate(const std::string& public_key) {
  Certificate out;
  out.public_key = public_key;
  return out;
}

}  // namespace

TEST_CASE("a credentialName is a Secret, unless it says otherwise") {
  CHECK(parse_credential_name("cert").name == "cert");
  CHECK(parse_credential_name("cert").ns.empty());
  CHECK(parse_credential_name("kubernetes://cert").name == "cert");
  CHECK(parse_credential_name("kubernetes://edge/cert").ns == "edge");
  CHECK(parse_credential_name("kubernetes-gateway://edge/cert").name == "cert");
  CHECK(parse_credential_name("edge/cert").ns == "edge");
  CHECK(parse_credential_name("configmap://edge/ca").store == Store::ConfigMap);
  CHECK(parse_credential_name("builtin://").store == Store::Builtin);
  CHECK(parse_credential_name("invalid://x").store == Store::Invalid);
}

TEST_CASE("a Secret is looked for where the gateway's pods run") {
  const std::string simple = gateway("{ mode: SIMPLE, credentialName: cert }");
  CHECK(found(simple + secret("edge", "cert", "{ tls.crt: x }")) == "edge/cert");
  CHECK(found(simple + secret("shop", "cert", "{ tls.crt: x }")) == "missing in edge");
  CHECK(found(gateway("{ mode: SIMPLE, credentialName: edge/cert }") +
              secret("edge", "cert", "{ tls.crt: x }")) == "edge/cert");
}

TEST_CASE("a name that crosses namespaces finds nothing and misses nothing") {
  CHECK(found(gateway("{ mode: SIMPLE, credentialName: shop/cert }") +
              secret("shop", "cert", "{ tls.crt: x }")) == "");
}

TEST_CASE("istiod does not see service account tokens and Helm releases") {
  const std::string simple = gateway("{ mode: SIMPLE, credentialName: cert }");
  for (const char* type : {"kubernetes.io/service-account-token", "helm.sh/release.v1"}) {
    CHECK(found(simple + secret("edge", "cert", "{ tls.crt: x }", type)) == "missing in edge");
  }
  CHECK(found(simple + secret("edge", "cert", "{ tls.crt: x }", "anything")) == "edge/cert");
}

TEST_CASE("only a server that ends TLS with certificates of its own has credentials") {
  CHECK(found(gateway("{ credentialName: cert }")) == "none");
  CHECK(found(gateway("{ mode: PASSTHROUGH, credentialName: cert }")) == "none");
  CHECK(found(gateway("{ mode: ISTIO_MUTUAL, credentialName: cert }")) == "none");
  CHECK(found(gateway("{ mode: SIMPLE, credentialName: cert }", "HTTP")) == "none");
  CHECK(found(gateway("{ mode: SIMPLE, serverCertificate: /a, privateKey: /b }")) == "none");
  CHECK(found(gateway("{ mode: OPTIONAL_MUTUAL, credentialName: cert }", "TLS")) ==
        "missing in edge");
}

TEST_CASE("the client CA comes from the -cacert Secret, and else from the credential") {
  const std::string mutual = gateway("{ mode: MUTUAL, credentialName: cert }");
  const std::string own = secret("edge", "cert", "{ ca.crt: x }");
  CHECK(found(mutual + own, CredentialRole::ClientCa) == "edge/cert");
  CHECK(found(mutual + own + secret("edge", "cert-cacert", "{ other: x }"),
              CredentialRole::ClientCa) == "edge/cert-cacert");
  CHECK(found(mutual + own + secret("shop", "cert-cacert", "{ cacert: x }"),
              CredentialRole::ClientCa) == "edge/cert");
  CHECK(found(gateway("{ mode: SIMPLE, credentialName: cert }"), CredentialRole::ClientCa) ==
        "none");
}

TEST_CASE(
    "caCertCredentialName beats the credential, and of several names the first brings the CA") {
  CHECK(found(gateway("{ mode: MUTUAL, credentialName: cert, caCertCredentialName: ca }") +
                  secret("edge", "cert", "{ ca.crt: x }") + secret("edge", "ca", "{ ca.crt: x }"),
              CredentialRole::ClientCa) == "edge/ca");
  CHECK(found(gateway("{ mode: MUTUAL, credentialNames: [first, second] }") +
                  secret("edge", "first", "{ ca.crt: x }") +
                  secret("edge", "second", "{ ca.crt: x }"),
              CredentialRole::ClientCa) == "edge/first");
}

TEST_CASE("without pods a credential is the only Secret of its name") {
  const std::string alone = R"(
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: shop, namespace: shop }
spec:
  selector: { app: gateway }
  servers:
    - port: { number: 443, name: a, protocol: HTTPS }
      tls: { mode: SIMPLE, credentialName: cert }
)";
  CHECK(found(alone + secret("anywhere", "cert", "{ tls.crt: x }")) == "anywhere/cert");
  CHECK(found(alone + secret("a", "cert", "{ tls.crt: x }") +
              secret("b", "cert", "{ tls.crt: x }")) == "");
}

TEST_CASE("cert and key are read before tls.crt and tls.key, and empty values are missing") {
  const auto pair_in = [](const std::string& data) {
    const Snapshot snapshot = test::snapshot_of(secret("edge", "cert", data));
    const KeyPair pair = key_pair_of(*snapshot.find<Secret>("edge", "cert"));
    return pair ? std::string(pair.certificate->key) + " " + std::string(pair.key->key) : "none";
  };
  CHECK(pair_in("{ cert: x, key: x, tls.crt: x, tls.key: x }") == "cert key");
  CHECK(pair_in("{ cert: x, key: '', tls.crt: x, tls.key: x }") == "tls.crt tls.key");
  CHECK(pair_in("{ cert: x, tls.key: x }") == "none");
  CHECK(pair_in("{ tls.crt: x, tls.key: '' }") == "none");
}

TEST_CASE("cacert is read before ca.crt") {
  const Snapshot both = test::snapshot_of(secret("edge", "cert", "{ cacert: x, ca.crt: x }"));
  CHECK(client_ca_of(*both.find<Secret>("edge", "cert"))->key == "cacert");
  const Snapshot empty = test::snapshot_of(secret("edge", "cert", "{ cacert: '', ca.crt: x }"));
  CHECK(client_ca_of(*empty.find<Secret>("edge", "cert"))->key == "ca.crt");
}

TEST_CASE(
    "a key of a later certificate tells of a reversed chain, one of none of them of a wrong key") {
  const SecretEntry chain = certificate_entry({certificate("leaf"), certificate("issuer")});
  const SecretEntry leaf_key = key_entry("leaf");
  const SecretEntry issuer_key = key_entry("issuer");
  const SecretEntry other_key = key_entry("other");
  const SecretEntry unreadable_key = key_entry("");
  CHECK_FALSE(is_reversed({&chain, &leaf_key}));
  CHECK_FALSE(is_mismatched({&chain, &leaf_key}));
  CHECK(is_reversed({&chain, &issuer_key}));
  CHECK_FALSE(is_mismatched({&chain, &issuer_key}));
  CHECK(is_mismatched({&chain, &other_key}));
  CHECK_FALSE(is_mismatched({&chain, &unreadable_key}));
}

TEST_CASE("a Secret that several servers use is one used Secret") {
  const Snapshot snapshot =
      test::snapshot_of(gateway("{ mode: MUTUAL, credentialName: cert }") + R"(
    - port: { number: 444, name: b, protocol: HTTPS }
      hosts: ["*"]
      tls: { mode: SIMPLE, credentialName: cert }
)" + secret("edge", "cert", "{ tls.crt: x }"));
  const std::vector<GatewayCredential> credentials = gateway_credentials(snapshot);
  const std::vector<UsedSecret> used = used_secrets(credentials);
  REQUIRE(used.size() == 2);
  CHECK(used[0].role == CredentialRole::ServerCertificate);
  CHECK(used[0].uses.size() == 2);
  CHECK(used[1].role == CredentialRole::ClientCa);
  CHECK(used[1].uses.size() == 1);
}
