// SPDX-License-Identifier: Apache-2.0
#include "plugins/certs/describe.h"

#include "common/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::certs {
namespace {

constexpr std::size_t kMostUses = 3;
constexpr std::size_t kMostItems = 4;

std::string hosts_of(const Server& server) {
  return list_of({server.hosts.begin(), server.hosts.end()});
}

}  // namespace

FieldPath path_of(const Secret& secret, const SecretEntry& entry) {
  return FieldPath(secret.section_of(entry), entry.key);
}

std::string name_of(const std::vector<Certificate>& chain, std::size_t index) {
  return index == 0
             ? "the certificate"
             : fmt::format("certificate {} of the chain ({})", index + 1, chain[index].subject);
}

std::string list_of(const std::vector<std::string>& items) {
  if (items.size() <= kMostItems) {
    return join_and(items);
  }
  const auto shown = static_cast<std::ptrdiff_t>(kMostItems - 1);
  std::vector<std::string> first(items.begin(), items.begin() + shown);
  first.push_back(fmt::format("{} more", items.size() - first.size()));
  return join_and(first);
}

void add_uses(const istio::UsedSecret& used, Finding& finding) {
  const bool is_ca = used.role == istio::CredentialRole::ClientCa;
  const std::size_t shown = std::min(used.uses.size(), kMostUses);
  for (std::size_t i = 0; i < shown; ++i) {
    const istio::GatewayCredential& use = *used.uses[i];
    const std::size_t left = i + 1 == shown ? used.uses.size() - shown : 0;
    finding.because(use.gateway->ref, use.field, "{} {} with it{}",
                    is_ca ? "checks the clients of" : "serves", hosts_of(use.in_server()),
                    left == 0 ? "" : fmt::format(", and {} too", count_of(left, "other server")));
  }
}

}  // namespace mesh::certs
