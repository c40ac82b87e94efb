// SPDX-License-Identifier: Apache-2.0
//
// CRT-1 … CRT-5, RTE-70, RTE-71: which Secrets the TLS servers of a Gateway use. istiod looks for a
// credentialName where the gateway's *pods* run, whatever namespace the Gateway is in; of a Secret
// it takes `cert` and `key` before `tls.crt` and `tls.key`, and the CA for client certificates from
// `<name>-cacert` before the Secret itself.
#pragma once

#include "common/model/credential_name.h"
#include "common/model/snapshot.h"

#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace mesh::istio {

// Whether istiod hands certificates to this server: it ends TLS, and not with the mesh's own.
bool presents_certificate(const Server& server);
// Whether the server also asks clients for a certificate.
bool validates_clients(const Server& server);

enum class CredentialRole {
  ServerCertificate,  // certificate and key that the server presents
  ClientCa,           // the CA that client certificates are checked against
};

// One credential of one Gateway server, and what istiod finds under its name.
struct GatewayCredential {
  const Gateway* gateway = nullptr;
  std::size_t server = 0;  // in gateway->servers
  CredentialRole role = CredentialRole::ServerCertificate;
  CredentialName name;
  FieldPath field;                           // that names it
  bool has_pods = false;                     // some pod of the gateway is known
  std::vector<const Secret*> secrets;        // found, one for each namespace of the gateway's pods
  std::vector<std::string_view> missing_in;  // namespaces of the gateway's pods without it, sorted

  const Server& in_server() const { return gateway->servers[server]; }
};

// Of all Gateways, in their order. Without any pod of a gateway its credential is the Secret of
// that name if there is only one in the snapshot. Names that cross namespaces (RTE-71) find nothing
// and miss nothing. O(gateways × namespaces).
std::vector<GatewayCredential> gateway_credentials(const Snapshot& snapshot);

// A Secret with the servers that use it in one role.
struct UsedSecret {
  const Secret* secret = nullptr;
  CredentialRole role = CredentialRole::ServerCertificate;
  std::vector<const GatewayCredential*> uses;
};

// The Secrets that `credentials` found, each role of each once, by namespace and name.
std::vector<UsedSecret> used_secrets(std::span<const GatewayCredential> credentials);

// All Secrets of a name that istiod would read (CRT-1), by namespace. O(namespaces).
std::vector<const Secret*> secrets_named(const Snapshot& snapshot, std::string_view name);

// CRT-2: both set, or both nullptr.
struct KeyPair {
  const SecretEntry* certificate = nullptr;
  const SecretEntry* key = nullptr;

  explicit operator bool() const { return certificate != nullptr; }
};

KeyPair key_pair_of(const Secret& secret);

// CRT-3: nullptr if the Secret holds no CA.
const SecretEntry* client_ca_of(const Secret& secret);

// The entry whose certificates count in this role; nullptr if it is missing.
const SecretEntry* certificates_of(const UsedSecret& used);

// CRT-12: the key belongs to a certificate of the chain that is not the first one.
bool is_reversed(const KeyPair& pair);
// CRT-11: both can be read, and the key belongs to none of the certificates.
bool is_mismatched(const KeyPair& pair);

}  // namespace mesh::istio
