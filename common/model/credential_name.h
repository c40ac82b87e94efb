// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mesh {

// CRT-5, RTE-71: a credentialName taken apart: "name", "ns/name", "kubernetes://…",
// "configmap://ns/name", "builtin://".
struct CredentialName {
  enum class Store { Secret, ConfigMap, Builtin, Invalid };

  Store store = Store::Secret;
  std::string_view ns;  // empty: that of the pods that use it
  std::string_view name;
};

CredentialName parse_credential_name(std::string_view text);

}  // namespace mesh
