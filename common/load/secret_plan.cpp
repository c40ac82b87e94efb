// SPDX-License-Identifier: Apache-2.0
#include "common/load/secret_plan.h"

#include "common/load/mesh_signs.h"
#include "common/load/rule_hosts.h"
#include "common/model/credential_name.h"

#include <algorithm>
#include <array>
#include <map>

namespace mesh::load {
namespace {

constexpr std::array<std::string_view, 2> kCaSecrets{"cacerts", "istio-ca-secret"};

// With the Secret that may hold the CA alone.
void add_name(std::string_view text, bool with_ca, SecretNames& names) {
  const CredentialName parsed = parse_credential_name(text);
  if (parsed.name.empty() || parsed.store != CredentialName::Store::Secret) {
    return;
  }
  const SecretName& name = *names.insert({std::string(parsed.ns), std::string(parsed.name)}).first;
  if (with_ca) {
    names.insert({name.ns, name.name + "-cacert"});
  }
}

SecretNames names_in(const Gateway& gateway) {
  SecretNames names;
  for (const Server& server : gateway.servers) {
    if (!server.tls) {
      continue;
    }
    const ServerTlsMode mode = server.tls->effective_mode();
    const bool with_ca = mode == ServerTlsMode::MUTUAL || mode == ServerTlsMode::OPTIONAL_MUTUAL;
    add_name(server.tls->credential_name, with_ca, names);
    add_name(server.tls->ca_cert_credential_name, with_ca, names);
    for (const std::string_view name : server.tls->credential_names) {
      add_name(name, with_ca, names);
    }
  }
  return names;
}

SecretNames names_in(const DestinationRule& rule) {
  SecretNames names;
  for (const std::string_view name : tls_of(rule).credentials) {
    add_name(name, true, names);
  }
  return names;
}

std::set<std::string> all_namespaces(const SnapshotBuilder& read) {
  std::set<std::string> names;
  for (const Namespace& ns : read.added<Namespace>()) {
    names.emplace(ns.ref.name);
  }
  for (const Pod& pod : read.added<Pod>()) {
    names.emplace(pod.ref.ns);
  }
  for (const Gateway& gateway : read.added<Gateway>()) {
    names.emplace(gateway.ref.ns);
  }
  return names;
}

// Calls function(labels, namespace) for pods and pod templates.
template <typename Function>
void for_each_pod(const SnapshotBuilder& read, Function function) {
  for (const Pod& pod : read.added<Pod>()) {
    function(pod.meta.labels, pod.ref.ns);
  }
  const auto templates = [&](const auto& list) {
    for (const Workload& workload : list) {
      function(workload.pod_template.meta.labels, workload.ref.ns);
    }
  };
  templates(read.added<Deployment>());
  templates(read.added<StatefulSet>());
  templates(read.added<DaemonSet>());
  templates(read.added<ReplicaSet>());
}

// Where the pods of gateways run, by the gateways' selectors. Gateways share few of them.
class GatewayNamespaces {
 public:
  explicit GatewayNamespaces(const SnapshotBuilder& read) : read_(read) {}

  const std::set<std::string>& of(const Gateway& gateway) {
    const auto [at, is_new] = known_.try_emplace(gateway.selector.text());
    if (is_new) {
      for_each_pod(read_, [&](const Labels& labels, std::string_view ns) {
        if (labels.contains_all(gateway.selector)) {
          at->second.emplace(ns);
        }
      });
      // No pod is known: it may run anywhere.
      at->second = at->second.empty() ? all_namespaces(read_) : at->second;
    }
    return at->second;
  }

 private:
  const SnapshotBuilder& read_;
  std::map<std::string, std::set<std::string>> known_;
};

// Where gateways look for what a DestinationRule names.
std::set<std::string> router_namespaces(const SnapshotBuilder& read, GatewayNamespaces& places) {
  std::set<std::string> namespaces;
  for (const Pod& pod : read.added<Pod>()) {
    if (may_be_router(pod)) {
      namespaces.emplace(pod.ref.ns);
    }
  }
  for (const Gateway& gateway : read.added<Gateway>()) {
    const std::set<std::string>& of_gateway = places.of(gateway);
    namespaces.insert(of_gateway.begin(), of_gateway.end());
  }
  return namespaces;
}

void add_mesh_ca(const SnapshotBuilder& read, const ClusterOptions& options, SecretNames& names) {
  std::set<std::string> namespaces{options.istio_namespace};
  for_each_pod(read, [&](const Labels& labels, std::string_view ns) {
    if (labels.get("app") == "istiod" || labels.get("istio") == "pilot") {
      namespaces.emplace(ns);
    }
  });
  for (const ConfigMap& config_map : read.added<ConfigMap>()) {
    const auto& mesh = config_map.data.mesh_config;
    if (mesh && !mesh->root_namespace.empty()) {
      namespaces.emplace(mesh->root_namespace);
    }
  }
  for (const std::string& ns : namespaces) {
    for (const std::string_view name : kCaSecrets) {
      names.insert({ns, std::string(name)});
    }
  }
}

bool in_scope(const ClusterOptions& options, std::string_view ns) {
  return options.namespaces.empty() ||
         std::find(options.namespaces.begin(), options.namespaces.end(), ns) !=
             options.namespaces.end();
}

// CRT-7: a sidecar's credential is in its own namespace, a gateway's in that of its pods.
void add_of_rules(const SnapshotBuilder& read, const ClusterOptions& options,
                  GatewayNamespaces& places, SecretNames& names) {
  std::set<std::string> routers;
  for (const DestinationRule& rule : read.added<DestinationRule>()) {
    const SecretNames named = in_scope(options, rule.ref.ns) ? names_in(rule) : SecretNames();
    if (!named.empty() && !rule.workload_selector && routers.empty()) {
      routers = router_namespaces(read, places);
    }
    const std::set<std::string> own{std::string(rule.ref.ns)};
    for (const SecretName& name : named) {
      for (const std::string& ns : rule.workload_selector ? own : routers) {
        names.insert({ns, name.name});
      }
    }
  }
}

}  // namespace

SecretNames named_secrets(const SnapshotBuilder& read, const ClusterOptions& options) {
  SecretNames names;
  GatewayNamespaces places(read);
  for (const Gateway& gateway : read.added<Gateway>()) {
    const bool is_wanted = in_scope(options, gateway.ref.ns);
    for (const SecretName& name : names_in(gateway)) {
      // Under a name with a namespace nothing is found (RTE-71), but beside the pods may be what is
      // meant.
      for (const std::string& ns : places.of(gateway)) {
        if (is_wanted || in_scope(options, ns)) {
          names.insert({ns, name.name});
        }
      }
    }
  }
  add_of_rules(read, options, places, names);
  add_mesh_ca(read, options, names);
  return names;
}

SecretNames elsewhere(const SnapshotBuilder& read, const std::set<std::string>& missing) {
  SecretNames names;
  const auto add = [&](const auto& list) {
    for (const auto& object : list) {
      for (const SecretName& name : names_in(object)) {
        if (missing.contains(name.name)) {
          names.insert({std::string(object.ref.ns), name.name});
        }
      }
    }
  };
  add(read.added<Gateway>());
  add(read.added<DestinationRule>());
  constexpr std::size_t kMost = 64;
  const std::set<std::string> namespaces = all_namespaces(read);
  if (namespaces.size() * names.size() <= kMost) {
    for (const SecretName& name : SecretNames(names)) {
      for (const std::string& ns : namespaces) {
        names.insert({ns, name.name});
      }
    }
  }
  return names;
}

std::vector<ListRequest> gets_of(const SecretNames& names) {
  std::vector<ListRequest> gets;
  for (const auto& [ns, name] : names) {
    gets.push_back(list_of(Kind::Secret, ns));
    gets.back().name = name;
  }
  return gets;
}

ListRequest all_secrets() {
  ListRequest list = list_of(Kind::Secret, "");
  list.field_selector = "type!=helm.sh/release.v1,type!=kubernetes.io/service-account-token";
  return list;
}

}  // namespace mesh::load
