// SPDX-License-Identifier: Apache-2.0
#include "plugins/certs/certificate_uses.h"

#include "common/istio/credential.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/mesh_ca.h"

#include <algorithm>

namespace mesh::certs {
namespace {

// All credentials that a DestinationRule names.
std::set<std::string_view> credentials_of(const DestinationRule& rule) {
  std::set<std::string_view> names;
  const auto add_tls = [&](const std::optional<ClientTlsSettings>& tls) {
    if (tls && !tls->credential_name.empty()) {
      names.insert(tls->credential_name);
    }
  };
  const auto add_policy = [&](const std::optional<TrafficPolicy>& policy) {
    if (policy) {
      add_tls(policy->tls);
      for (const PortTrafficPolicy& port : policy->port_level_settings) {
        add_tls(port.tls);
      }
    }
  };
  add_policy(rule.traffic_policy);
  for (const Subset& subset : rule.subsets) {
    add_policy(subset.traffic_policy);
  }
  return names;
}

std::set<std::string_view> gateway_namespaces(const Snapshot& snapshot) {
  std::set<std::string_view> namespaces;
  for (const Pod& pod : snapshot.pods()) {
    if (istio::is_router(pod)) {
      namespaces.insert(pod.ref.ns);
    }
  }
  return namespaces;
}

// What a credentialName means in these namespaces; the CA may lie in a Secret of its own, whose
// name ends in -cacert (CRT-3). Entries may be nullptr.
std::vector<const Object*> holders_of(const Snapshot& snapshot,
                                      const istio::CredentialName& credential,
                                      const std::set<std::string_view>& namespaces) {
  if (credential.store == istio::CredentialName::Store::ConfigMap) {
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

// MTLS-33: gateways read the Secret where they run; sidecars where they run too, which for a rule
// with a workloadSelector is the rule's own namespace.
void CertificateUses::add_destination_rules(const Snapshot& snapshot) {
  const std::set<std::string_view> gateways = gateway_namespaces(snapshot);
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    std::set<std::string_view> namespaces = gateways;
    if (rule.workload_selector) {
      namespaces = {rule.ref.ns};
    }
    for (const std::string_view name : credentials_of(rule)) {
      for (const Object* holder :
           holders_of(snapshot, istio::parse_credential_name(name), namespaces)) {
        if (holder != nullptr) {
          uses_[holder].insert(rule.ref.text());
        }
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
