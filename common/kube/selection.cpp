// SPDX-License-Identifier: Apache-2.0
//
// Context, cluster and user: client-go's tools/clientcmd/client_config.go. A flag that is empty or
// false never unsets what a kubeconfig says.

#include "common/kube/selection.h"

#include "common/base/error.h"
#include "common/base/text.h"

namespace mesh::kube {
namespace {

// " (the kubeconfig has: a, b)".
template <typename Entry>
std::string known_names(const EntriesByName<Entry>& entries) {
  constexpr std::size_t kMost = 10;
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries) {
    if (names.size() == kMost) {
      names.emplace_back("\u2026");
      break;
    }
    names.push_back(name);
  }
  return names.empty() ? " (the kubeconfig has none)"
                       : " (the kubeconfig has: " + join(names, ", ") + ")";
}

ContextEntry select_context(const Kubeconfig& config, const ConnectionFlags& flags) {
  const std::string& name = flags.context.empty() ? config.current_context : flags.context;
  if (name.empty()) {
    return {};
  }
  const auto found = config.contexts.find(name);
  if (found == config.contexts.end()) {
    throw Error("context was not found for specified context: {}{}", name,
                known_names(config.contexts));
  }
  return found->second;
}

void select_cluster(const Kubeconfig& config, const ConnectionFlags& flags, Selection& out) {
  const auto found = config.clusters.find(out.cluster_name);
  if (found != config.clusters.end()) {
    out.cluster = found->second;
    out.from_config = true;
  } else if (!flags.cluster.empty()) {
    throw Error("no server found for cluster \"{}\"{}", flags.cluster,
                known_names(config.clusters));
  }
}

void select_user(const Kubeconfig& config, const ConnectionFlags& flags, Selection& out) {
  const auto found = config.users.find(out.user_name);
  if (found != config.users.end()) {
    out.user = found->second;
    out.from_config = true;
  } else if (!flags.user.empty()) {
    throw Error("auth info \"{}\" does not exist{}", flags.user, known_names(config.users));
  }
}

void override_with(std::string& value, const std::string& flag) {
  if (!flag.empty()) {
    value = flag;
  }
}

void apply_cluster_flags(const ConnectionFlags& flags, ClusterEntry& cluster) {
  override_with(cluster.server, flags.server);
  if (!flags.server.empty() || !flags.tls_server_name.empty()) {
    cluster.tls_server_name = flags.tls_server_name;
  }
  if (flags.insecure_skip_tls_verify || !flags.certificate_authority.empty()) {
    cluster.insecure_skip_tls_verify = flags.insecure_skip_tls_verify;
    cluster.certificate_authority = flags.certificate_authority;
    cluster.certificate_authority_data.clear();
  }
  cluster.disable_compression |= flags.disable_compression;
}

using KeyValues = std::vector<std::pair<std::string, std::string>>;

// Entries without "=" are ignored, as kubectl ignores them.
KeyValues key_values(const std::vector<std::string>& flags) {
  KeyValues pairs;
  for (const std::string& flag : flags) {
    const std::size_t equals = flag.find('=');
    if (equals != std::string::npos) {
      pairs.emplace_back(flag.substr(0, equals), flag.substr(equals + 1));
    }
  }
  return pairs;
}

// A key that a flag names loses the kubeconfig's values; other keys keep theirs.
void override_extra(KeyValues& extra, const KeyValues& flags) {
  for (const auto& [key, value] : flags) {
    std::erase_if(extra, [&key = key](const auto& pair) { return pair.first == key; });
  }
  extra.insert(extra.end(), flags.begin(), flags.end());
}

void apply_user_flags(const ConnectionFlags& flags, UserEntry& user) {
  override_with(user.token, flags.token);
  override_with(user.username, flags.username);
  override_with(user.password, flags.password);
  if (!flags.client_certificate.empty()) {
    user.client_certificate = flags.client_certificate;
    user.client_certificate_data.clear();
  }
  if (!flags.client_key.empty()) {
    user.client_key = flags.client_key;
    user.client_key_data.clear();
  }
  override_with(user.as, flags.as);
  override_with(user.as_uid, flags.as_uid);
  if (!flags.as_groups.empty()) {
    user.as_groups = flags.as_groups;
  }
  override_extra(user.as_user_extra, key_values(flags.as_user_extra));
}

}  // namespace

Selection select_entries(const Kubeconfig& config, const ConnectionFlags& flags) {
  const ContextEntry context = select_context(config, flags);
  Selection out;
  out.cluster_name = flags.cluster.empty() ? context.cluster : flags.cluster;
  out.user_name = flags.user.empty() ? context.user : flags.user;
  out.ns = flags.ns.empty() ? context.ns : flags.ns;
  select_cluster(config, flags, out);
  select_user(config, flags, out);
  apply_cluster_flags(flags, out.cluster);
  apply_user_flags(flags, out.user);
  return out;
}

}  // namespace mesh::kube
