// SPDX-License-Identifier: Apache-2.0
#include "common/istio/credential.h"

#include "common/istio/gateway_pods.h"
#include "common/istio/port_protocol.h"

#include <algorithm>
#include <map>
#include <string>

namespace mesh::istio {
namespace {

constexpr std::string_view kCaSuffix = "-cacert";

// CRT-1: istiod does not look at these types.
bool is_seen_by_istiod(const Secret& secret) {
  return secret.type != "helm.sh/release.v1" &&
         secret.type != "kubernetes.io/service-account-token";
}

const Secret* find_secret(const Snapshot& snapshot, std::string_view ns, std::string_view name) {
  const Secret* secret = snapshot.find<Secret>(ns, name);
  return secret != nullptr && is_seen_by_istiod(*secret) ? secret : nullptr;
}

// CRT-4: the Secret that decides is `<name>-cacert` if it exists, else `<name>`.
std::string ca_name_of(std::string_view name) {
  return std::string(name) + std::string(kCaSuffix);
}

const Secret* find_for(const Snapshot& snapshot, std::string_view ns,
                       const GatewayCredential& credential) {
  const std::string_view name = credential.name.name;
  if (credential.role == CredentialRole::ClientCa) {
    if (const Secret* separate = find_secret(snapshot, ns, ca_name_of(name))) {
      return separate;
    }
  }
  return find_secret(snapshot, ns, name);
}

// Without pods: the only Secret that it could be.
const Secret* find_only(const Snapshot& snapshot, const GatewayCredential& credential) {
  std::vector<const Secret*> candidates = secrets_named(snapshot, credential.name.name);
  if (credential.role == CredentialRole::ClientCa) {
    const auto separate = secrets_named(snapshot, ca_name_of(credential.name.name));
    candidates = separate.empty() ? candidates : separate;
  }
  return candidates.size() == 1 ? candidates.front() : nullptr;
}

void look_up(const Snapshot& snapshot, std::span<const std::string_view> pod_namespaces,
             GatewayCredential& credential) {
  credential.has_pods = !pod_namespaces.empty();
  if (credential.name.store != CredentialName::Store::Secret) {
    return;
  }
  for (const std::string_view ns : pod_namespaces) {
    if (!credential.name.ns.empty() && credential.name.ns != ns) {
      continue;
    }
    if (const Secret* secret = find_for(snapshot, ns, credential)) {
      credential.secrets.push_back(secret);
    } else {
      credential.missing_in.push_back(ns);
    }
  }
  const Secret* only = pod_namespaces.empty() ? find_only(snapshot, credential) : nullptr;
  if (only != nullptr && (credential.name.ns.empty() || credential.name.ns == only->ref.ns)) {
    credential.secrets.push_back(only);
  }
}

// The credentials that one Gateway server names.
class ServerCredentials {
 public:
  ServerCredentials(const Gateway& gateway, std::size_t server)
      : gateway_(gateway), server_(server), tls_("spec", "servers", server, "tls") {}

  std::vector<GatewayCredential> list() {
    const Server& server = gateway_.servers[server_];
    if (presents_certificate(server)) {
      add_certificates(*server.tls);
    }
    if (validates_clients(server)) {
      add_client_ca(*server.tls);
    }
    return std::move(out_);
  }

 private:
  void add(CredentialRole role, std::string_view text, FieldPath field) {
    out_.push_back({.gateway = &gateway_,
                    .server = server_,
                    .role = role,
                    .name = parse_credential_name(text),
                    .field = std::move(field),
                    .secrets = {},
                    .missing_in = {}});
  }

  // The list beats the single name, which it excludes.
  void add_certificates(const ServerTlsSettings& tls) {
    for (std::size_t i = 0; i < tls.credential_names.size(); ++i) {
      add(CredentialRole::ServerCertificate, tls.credential_names[i],
          tls_.with("credentialNames", i));
    }
    if (tls.credential_names.empty() && !tls.credential_name.empty()) {
      add(CredentialRole::ServerCertificate, tls.credential_name, tls_.with("credentialName"));
    }
  }

  // Of several names the first one's CA counts.
  void add_client_ca(const ServerTlsSettings& tls) {
    if (out_.empty()) {
      return;  // certificates from files: so is the CA
    }
    if (!tls.ca_cert_credential_name.empty()) {
      add(CredentialRole::ClientCa, tls.ca_cert_credential_name, tls_.with("caCertCredentialName"));
    } else if (!tls.credential_names.empty()) {
      add(CredentialRole::ClientCa, tls.credential_names.front(), tls_.with("credentialNames", 0));
    } else {
      add(CredentialRole::ClientCa, tls.credential_name, tls_.with("credentialName"));
    }
  }

  const Gateway& gateway_;
  std::size_t server_;
  FieldPath tls_;
  std::vector<GatewayCredential> out_;
};

bool belongs_to(const SecretEntry& key, const Certificate& certificate) {
  return key.pem.public_key == certificate.public_key;
}

}  // namespace

bool presents_certificate(const Server& server) {
  if (!server.tls || (server.port && is_http(parse_protocol(server.port->protocol)))) {
    return false;  // tls of an HTTP server is about redirection only
  }
  const ServerTlsMode mode = server.tls->effective_mode();
  return mode == ServerTlsMode::SIMPLE || validates_clients(server);
}

bool validates_clients(const Server& server) {
  if (!server.tls || (server.port && is_http(parse_protocol(server.port->protocol)))) {
    return false;
  }
  const ServerTlsMode mode = server.tls->effective_mode();
  return mode == ServerTlsMode::MUTUAL || mode == ServerTlsMode::OPTIONAL_MUTUAL;
}

std::vector<GatewayCredential> gateway_credentials(const Snapshot& snapshot) {
  std::vector<GatewayCredential> all;
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    const std::vector<std::string_view> namespaces = gateway_namespaces(snapshot, gateway);
    for (std::size_t i = 0; i < gateway.servers.size(); ++i) {
      for (GatewayCredential& credential : ServerCredentials(gateway, i).list()) {
        look_up(snapshot, namespaces, credential);
        all.push_back(std::move(credential));
      }
    }
  }
  return all;
}

std::vector<UsedSecret> used_secrets(std::span<const GatewayCredential> credentials) {
  std::map<std::pair<const Secret*, CredentialRole>, std::vector<const GatewayCredential*>> uses;
  for (const GatewayCredential& credential : credentials) {
    for (const Secret* secret : credential.secrets) {
      uses[{secret, credential.role}].push_back(&credential);
    }
  }
  std::vector<UsedSecret> used;  // by address, which is by namespace and name
  for (auto& [key, list] : uses) {
    used.push_back({.secret = key.first, .role = key.second, .uses = std::move(list)});
  }
  return used;
}

std::vector<const Secret*> secrets_named(const Snapshot& snapshot, std::string_view name) {
  std::vector<const Secret*> found;
  for (const std::string_view ns : snapshot.namespace_names()) {
    if (const Secret* secret = find_secret(snapshot, ns, name)) {
      found.push_back(secret);
    }
  }
  return found;
}

KeyPair key_pair_of(const Secret& secret) {
  constexpr std::pair<std::string_view, std::string_view> kPairs[] = {{"cert", "key"},
                                                                      {"tls.crt", "tls.key"}};
  for (const auto& [certificate, key] : kPairs) {
    const KeyPair pair{secret.find(certificate), secret.find(key)};
    if (pair.certificate != nullptr && pair.key != nullptr) {
      return pair;
    }
  }
  return {};
}

const SecretEntry* client_ca_of(const Secret& secret) {
  const SecretEntry* generic = secret.find("cacert");
  return generic != nullptr ? generic : secret.find("ca.crt");
}

const SecretEntry* certificates_of(const UsedSecret& used) {
  return used.role == CredentialRole::ClientCa ? client_ca_of(*used.secret)
                                               : key_pair_of(*used.secret).certificate;
}

bool is_reversed(const KeyPair& pair) {
  const std::vector<Certificate>& chain = pair.certificate->pem.certificates;
  return chain.size() > 1 && !belongs_to(*pair.key, chain.front()) &&
         std::any_of(chain.begin() + 1, chain.end(), [&](const Certificate& certificate) {
           return belongs_to(*pair.key, certificate);
         });
}

bool is_mismatched(const KeyPair& pair) {
  const std::vector<Certificate>& chain = pair.certificate->pem.certificates;
  return !chain.empty() && !pair.key->pem.public_key.empty() &&
         !belongs_to(*pair.key, chain.front()) && !is_reversed(pair);
}

}  // namespace mesh::istio
