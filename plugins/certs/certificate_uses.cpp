// SPDX-License-Identifier: Apache-2.0
#include "plugins/certs/certificate_uses.h"

#include "common/istio/credential.h"
#include "common/istio/mesh_ca.h"
#include "plugins/certs/client_credentials.h"

#include <algorithm>

namespace mesh::certs {
namespace {

// What a credentialName means in these namespaces; the CA may lie in a Secret of its own, whose
// name ends in -cacert (CRT-3). Entries may be nullptr.
std::vector<const Object*> holders_of(const Snapshot& snapshot, const CredentialName& credential,
                                      const std::vector<std::string_view>& namespaces) {
  if (credential.store == CredentialName::Store::ConfigMap) {
    return {snapshot.find<ConfigMap>(credential.ns, credential.name)};
  }
  std::vector<const Object*> holders;
  const std::string ca_name = std::string(credential.name) + "-cacert";
  for (const std::string_view ns : namespaces) {
    holders.push_back(snapshot.find<Secret>(ns, credential.name));
    holders.push_back(snapshot.find<Secret>(ns, ca_name));
  }
  return holders;
}

}  // namespace

CertificateUses::CertificateUses(const Snapshot& snapshot) {
  add_gateways(snapshot);
  add_destination_rules(snapshot);
  add_mesh(snapshot);
}

void CertificateUses::add_gateways(const Snapshot& snapshot) {
  for (const istio::GatewayCredential& credential : istio::gateway_credentials(snapshot)) {
    for (const Secret* secret : credential.secrets) {
      uses_[secret].insert(credential.gateway->ref.text());
    }
  }
}

void CertificateUses::add_destination_rules(const Snapshot& snapshot) {
  for (const ClientCredential& credential : client_credentials(snapshot)) {
    for (const Object* holder : holders_of(snapshot, credential.name, credential.namespaces)) {
      if (holder != nullptr) {
        uses_[holder].insert(credential.rule->ref.text());
      }
    }
  }
}

void CertificateUses::add_mesh(const Snapshot& snapshot) {
  for (const istio::MeshCa& ca : istio::mesh_cas(snapshot)) {
    uses_[ca.secret].insert("mesh CA");
  }
  for (const ConfigMap* root : istio::root_config_maps(snapshot)) {
    uses_[root].insert("mesh root");
  }
}

std::vector<std::string> CertificateUses::of(const Object& holder) const {
  const auto at = uses_.find(&holder);
  return at == uses_.end() ? std::vector<std::string>()
                           : std::vector<std::string>(at->second.begin(), at->second.end());
}

}  // namespace mesh::certs
