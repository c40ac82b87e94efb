// SPDX-License-Identifier: Apache-2.0
#include "common/kube/auth_provider.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/yaml_value.h"

#include <algorithm>

namespace mesh::kube {
namespace {

// The middle part of a JWT is base64url without padding.
std::optional<std::string> jwt_claims(const std::string& token) {
  const auto parts = split(token, '.');
  if (parts.size() != 3) {
    return std::nullopt;
  }
  std::string text(parts[1]);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return decode_base64(text);
}

bool expired(const std::string& token, Time now) {
  const std::optional<std::string> claims = jwt_claims(token);
  if (!claims) {
    return true;
  }
  try {
    const auto expiry = parse_number(YamlValue::parse(*claims).get("exp").text());
    return expiry && *expiry <= now.time_since_epoch().count();
  } catch (const Error&) {
    return true;
  }
}

}  // namespace

std::string token_of_auth_provider(const AuthProvider& provider, const std::string& user_name,
                                   Time now) {
  if (provider.name == "gcp" || provider.name == "azure") {
    throw Error(
        R"(the {0} auth provider of user "{1}" has been removed from Kubernetes: use the exec )"
        "plugin {2} instead",
        provider.name, user_name, provider.name == "gcp" ? "gke-gcloud-auth-plugin" : "kubelogin");
  }
  if (provider.name != "oidc") {
    throw Error(R"(no Auth Provider found for name "{}" (user "{}"))",
                escape_control(provider.name), user_name);
  }
  if (provider.id_token.empty() || expired(provider.id_token, now)) {
    throw Error(
        "the oidc id-token of user \"{}\" is missing or has expired: run any kubectl command, "
        "which "
        "refreshes it, and try again; or use an exec plugin",
        user_name);
  }
  return provider.id_token;
}

}  // namespace mesh::kube
