// SPDX-License-Identifier: Apache-2.0
#include "common/model/credential_name.h"

namespace mesh {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

// "name" or "ns/name".
CredentialName split_name(CredentialName::Store store, std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return {.store = store, .ns = {}, .name = text};
  }
  return {.store = store, .ns = text.substr(0, slash), .name = text.substr(slash + 1)};
}

}  // namespace

CredentialName parse_credential_name(std::string_view text) {
  using Store = CredentialName::Store;
  if (take_prefix(text, "builtin://")) {
    return {.store = Store::Builtin, .ns = {}, .name = text};
  }
  if (take_prefix(text, "invalid://")) {
    return {.store = Store::Invalid, .ns = {}, .name = text};
  }
  if (take_prefix(text, "configmap://")) {
    return split_name(Store::ConfigMap, text);
  }
  if (!take_prefix(text, "kubernetes://")) {
    take_prefix(text, "kubernetes-gateway://");
  }
  return split_name(Store::Secret, text);
}

}  // namespace mesh
