// SPDX-License-Identifier: Apache-2.0
//
// What the load of a cluster asks for: lists of all kinds, but Secrets one by one.

#include "common/base/text.h"
#include "common/print/catalogue.h"

#include <fmt/format.h>

#include <map>
#include <vector>

namespace mesh::print {
namespace {

std::string rule(std::string_view group, const std::vector<std::string>& resources,
                 std::string_view verb) {
  return fmt::format("- apiGroups: [\"{}\"]\n  resources: [{}]\n  verbs: [{}]\n", group,
                     join(resources, ", "), verb);
}

const std::string& secrets_rule() {
  static const std::string text = rule("", {"secrets"}, "get");
  return text;
}

std::string list_rules(Kinds kinds) {
  std::map<std::string_view, std::vector<std::string>> resources_by_group;
  for (const KindInfo& kind : all_kinds()) {
    if (kinds.contains(kind.kind) && kind.kind != Kind::Secret) {
      resources_by_group[kind.group].emplace_back(kind.plural);
    }
  }
  std::string out;
  for (const auto& [group, resources] : resources_by_group) {
    out += rule(group, resources, "list");
  }
  return out;
}

std::string role_head(std::string_view kind, std::string_view plugin, std::string_view ns) {
  const std::string place = ns.empty() ? "" : fmt::format("  namespace: {}\n", ns);
  return fmt::format(
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: {}\n"
      "metadata:\n  name: kubectl-mesh-{}\n{}rules:\n",
      kind, plugin, place);
}

}  // namespace

std::string catalogue_as_role(std::span<const CheckInfo* const> checks, std::string_view plugin,
                              const std::set<std::string>& namespaces) {
  Kinds kinds;
  for (const CheckInfo* check : checks) {
    kinds = kinds | check->reads;
  }
  const bool reads_secrets = kinds.contains(Kind::Secret);
  std::string out = role_head("ClusterRole", plugin, "") + list_rules(kinds);
  if (!reads_secrets) {
    return out;
  }
  if (namespaces.empty()) {
    return out + secrets_rule();
  }
  for (const std::string& ns : namespaces) {
    out += "---\n" + role_head("Role", plugin, ns) + secrets_rule();
  }
  return out;
}

}  // namespace mesh::print
