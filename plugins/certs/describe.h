// SPDX-License-Identifier: Apache-2.0
//
// How the checks of mesh-certs name what they talk about.
#pragma once

#include "common/check/finding.h"
#include "common/istio/credential.h"

#include <string>
#include <vector>

namespace mesh::certs {

// data["tls.crt"], or stringData["tls.crt"].
FieldPath path_of(const Secret& secret, const SecretEntry& entry);

// "the certificate", or "certificate 2 of the chain (CN=Example CA)".
std::string name_of(const std::vector<Certificate>& chain, std::size_t index);

// "shop.example.com and help.example.com"; of many the first ones and how many more.
std::string list_of(const std::vector<std::string>& items);

// Names the Gateway servers that use the Secret as what leads to the finding.
void add_uses(const istio::UsedSecret& used, Finding& finding);

}  // namespace mesh::certs
