// SPDX-License-Identifier: Apache-2.0
#include "common/istio/mesh_ca.h"

#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

std::set<std::string_view> namespaces_with_istiod(const Snapshot& snapshot) {
  std::set<std::string_view> namespaces;
  for (const auto& [key, value] :
       {Labels::Entry{"app", "istiod"}, Labels::Entry{"istio", "pilot"}}) {
    Labels selector;
    selector.set(key, value);
    for (const Pod* pod : snapshot.pods_matching_anywhere(selector)) {
      namespaces.insert(pod->ref.ns);
    }
  }
  return namespaces;
}

// CRT-43: proxies are told to ask somebody else for their certificates.
bool names_another_ca(const ConfigMap& config_map) {
  const std::optional<InjectorConfig>& config = config_map.data.injector_config;
  return config && !config->ca_address.empty() && !config->ca_address.starts_with("istiod");
}

bool is_googles(const Snapshot& snapshot) {
  const std::span<const ConfigMap> config_maps = snapshot.all<ConfigMap>();
  return mesh_config(snapshot).trust_domain.ends_with(".svc.id.goog") ||
         std::any_of(config_maps.begin(), config_maps.end(), [](const ConfigMap& config_map) {
           const std::optional<InjectorConfig>& config = config_map.data.injector_config;
           return config && config->ca_address.find(".googleapis.com") != std::string_view::npos;
         });
}

// CRT-20: in the files' two spellings; the one of kubernetes.io/tls is taken if its certificate is
// there.
MeshCa plugged_in(const Secret& secret) {
  const std::vector<std::string_view> keys = secret.keys();
  const auto has = [&](std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  const bool tls = has("tls.crt");
  MeshCa ca{.secret = &secret,
            .certificate = secret.find(tls ? "tls.crt" : "ca-cert.pem"),
            .chain = secret.find(tls ? "tls.crt" : "cert-chain.pem"),
            .root = secret.find(tls ? "ca.crt" : "root-cert.pem"),
            .self_signed = has("istio-generated"),
            .missing = {}};
  const std::vector<std::string_view> needed =
      tls ? std::vector<std::string_view>{"tls.key", "ca.crt"}
          : std::vector<std::string_view>{"ca-cert.pem", "ca-key.pem", "root-cert.pem",
                                          "cert-chain.pem"};
  std::copy_if(needed.begin(), needed.end(), std::back_inserter(ca.missing),
               [&](std::string_view key) { return !has(key); });
  ca.root = ca.self_signed ? ca.certificate : ca.root;
  return ca;
}

// CRT-21: `root-cert.pem` of this Secret may be stale; the CA certificate is the root.
MeshCa self_signed(const Secret& secret) {
  const SecretEntry* certificate = secret.find("ca-cert.pem");
  return {.secret = &secret,
          .certificate = certificate,
          .chain = nullptr,
          .root = certificate,
          .self_signed = true,
          .missing = {}};
}

}  // namespace

MeshSigner mesh_signer(const Snapshot& snapshot) {
  if (is_googles(snapshot)) {
    return MeshSigner::Google;
  }
  const std::span<const ConfigMap> config_maps = snapshot.all<ConfigMap>();
  const bool told = std::any_of(config_maps.begin(), config_maps.end(), names_another_ca);
  const bool no_istiod = snapshot.is_live() &&
                         snapshot.knows(Kind::Pod, root_namespace(snapshot)) &&
                         namespaces_with_istiod(snapshot).empty();
  return told || no_istiod ? MeshSigner::Elsewhere : MeshSigner::Istiod;
}

std::vector<std::string_view> control_plane_namespaces(const Snapshot& snapshot) {
  const std::set<std::string_view> namespaces = namespaces_with_istiod(snapshot);
  if (namespaces.empty()) {
    return {root_namespace(snapshot)};
  }
  return {namespaces.begin(), namespaces.end()};
}

std::vector<MeshCa> mesh_cas(const Snapshot& snapshot) {
  if (mesh_signer(snapshot) != MeshSigner::Istiod) {
    return {};
  }
  std::vector<MeshCa> cas;
  for (const std::string_view ns : control_plane_namespaces(snapshot)) {
    if (const Secret* secret = snapshot.find<Secret>(ns, "cacerts")) {
      cas.push_back(plugged_in(*secret));
    } else if (const Secret* own = snapshot.find<Secret>(ns, "istio-ca-secret")) {
      cas.push_back(self_signed(*own));
    }
  }
  return cas;
}

bool can_tell_mesh_ca(const Snapshot& snapshot) {
  if (mesh_signer(snapshot) != MeshSigner::Istiod) {
    return true;
  }
  const std::vector<std::string_view> istiods = control_plane_namespaces(snapshot);
  return snapshot.is_live() &&
         std::all_of(istiods.begin(), istiods.end(),
                     [&](std::string_view ns) { return snapshot.knows(Kind::Secret, ns); });
}

const ConfigMap* root_config_map(const Snapshot& snapshot, std::string_view ns) {
  return snapshot.find<ConfigMap>(ns, kRootConfigMap);
}

std::vector<const ConfigMap*> root_config_maps(const Snapshot& snapshot) {
  std::vector<const ConfigMap*> found;
  for (const std::string_view ns : snapshot.namespace_names()) {
    if (const ConfigMap* config_map = root_config_map(snapshot, ns)) {
      found.push_back(config_map);
    }
  }
  return found;
}

bool can_miss_root(const Snapshot& snapshot, std::string_view ns) {
  const std::vector<const ConfigMap*> roots = root_config_maps(snapshot);
  if (snapshot.is_live()) {
    // Nowhere: the mesh uses another name for it, or a ClusterTrustBundle.
    return !roots.empty() && snapshot.knows(Kind::ConfigMap, ns);
  }
  const std::vector<std::string_view> istiods = control_plane_namespaces(snapshot);
  const bool of_workloads = std::any_of(roots.begin(), roots.end(), [&](const ConfigMap* root) {
    return !std::binary_search(istiods.begin(), istiods.end(), root->ref.ns);
  });
  const bool has_cluster_root = snapshot.find<ConfigMap>(ns, "kube-root-ca.crt") != nullptr;
  return of_workloads || (has_cluster_root && !roots.empty());
}

std::vector<const Pod*> first_meshed_pods(const Snapshot& snapshot) {
  std::vector<const Pod*> firsts;
  for (const Pod& pod : snapshot.pods()) {
    const bool seen = !firsts.empty() && firsts.back()->ref.ns == pod.ref.ns;
    if (!seen && pod.is_running_object() && !pod.is_finished() && has_proxy(pod) &&
        !is_ignored_namespace(pod.ref.ns)) {
      firsts.push_back(&pod);
    }
  }
  return firsts;
}

bool share_a_root(const PemData& a, const PemData& b) {
  return std::any_of(a.certificates.begin(), a.certificates.end(), [&](const Certificate& one) {
    return std::any_of(b.certificates.begin(), b.certificates.end(), [&](const Certificate& other) {
      return one.public_key == other.public_key && one.subject == other.subject;
    });
  });
}

}  // namespace mesh::istio
