// SPDX-License-Identifier: Apache-2.0
//
// MTLS-33, CRT-7: the credentialNames of DestinationRules, and where proxies look them up: gateways
// in the namespace they run in, and sidecars in that of the rule if it has a workloadSelector.
// Other sidecars do not use them.
#pragma once

#include "common/istio/credential.h"

#include <string_view>
#include <vector>

namespace mesh::certs {

struct ClientCredential {
  const DestinationRule* rule = nullptr;
  const ClientTlsSettings* settings = nullptr;
  FieldPath field;  // that names it
  CredentialName name;
  std::vector<std::string_view> namespaces;  // where it is looked up, sorted; may be empty
};

// Of every tls block, in the order of the rules.
std::vector<ClientCredential> client_credentials(const Snapshot& snapshot);

}  // namespace mesh::certs
