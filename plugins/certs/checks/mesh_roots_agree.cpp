// SPDX-License-Identifier: Apache-2.0
//
// CRT-23, CRT-25: the root in ConfigMap istio-ca-root-cert of a namespace must be that of the CA
// that signs for istiod, or proxies there refuse istiod. Reasons are a changed root that istiod
// ignores until it restarts, and two istiods with different CAs. A renewed root with the same key
// is the same (CRT-22). Nothing is compared where Google's CAs sign (CRT-41).

#include "common/istio/mesh_ca.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/mesh_objects.h"

#include <algorithm>
#include <map>
#include <set>

namespace mesh::certs {
namespace {

using istio::MeshCa;

// What the namespaces' roots are measured by.
struct Reference {
  std::vector<const PemData*> roots;  // any of them will do
  ObjectRef object;
  FieldPath field;
  std::string text;  // "the mesh CA"
};

bool is_readable(const ConfigMap& config_map) {
  const std::optional<PemData>& root = config_map.data.root_certificate;
  return root && !root->certificates.empty();
}

// The same for equal sets of roots, whatever their order.
std::string identity(const ConfigMap& config_map) {
  std::set<std::string> keys;
  for (const Certificate& certificate : config_map.data.root_certificate->certificates) {
    keys.insert(certificate.public_key + certificate.subject);
  }
  std::string all;
  for (const std::string& key : keys) {
    all += key + "\n";
  }
  return all;
}

std::optional<Reference> from_cas(const std::vector<MeshCa>& cas) {
  Reference reference;
  for (const MeshCa& ca : cas) {
    if (ca.root == nullptr || ca.root->pem.certificates.empty()) {
      continue;
    }
    if (reference.roots.empty()) {
      reference.object = ca.secret->ref;
      reference.field = path_of(*ca.secret, *ca.root);
    }
    reference.roots.push_back(&ca.root->pem);
  }
  reference.text = "that of the mesh CA";
  return reference.roots.empty() ? std::nullopt : std::optional(reference);
}

// Without the CA's Secret: what istiod's own namespace has, else what most namespaces have. Several
// control planes may well have several roots.
std::optional<Reference> from_config_maps(const Snapshot& snapshot,
                                          const std::vector<const ConfigMap*>& config_maps) {
  const std::vector<std::string_view> istiods = istio::control_plane_namespaces(snapshot);
  if (istiods.size() > 1) {
    return std::nullopt;
  }
  std::map<std::string, std::size_t> counts;
  const ConfigMap* chosen = nullptr;
  for (const ConfigMap* config_map : config_maps) {
    const std::size_t count = ++counts[identity(*config_map)];
    if (chosen == nullptr || count > counts[identity(*chosen)]) {
      chosen = config_map;
    }
  }
  const auto own = std::find_if(config_maps.begin(), config_maps.end(), [&](const ConfigMap* each) {
    return each->ref.ns == istiods.front();
  });
  chosen = own != config_maps.end() ? *own : chosen;
  return Reference{.roots = {&*chosen->data.root_certificate},
                   .object = chosen->ref,
                   .field = FieldPath("data", istio::kRootKey),
                   .text = fmt::format("that in {}", chosen->ref.ns)};
}

// Namespaces that have the same wrong root: one cause.
void report_group(const std::vector<const ConfigMap*>& group, const Reference& reference,
                  Reporter& report) {
  std::vector<std::string> namespaces;
  for (const ConfigMap* config_map : group) {
    namespaces.emplace_back(config_map->ref.ns);
  }
  report
      .add(group.front()->ref, FieldPath("data", istio::kRootKey),
           "the mesh root in {} is not {}: proxies there cannot verify istiod, and new pods never "
           "become ready",
           list_of(namespaces), reference.text)
      .symptom("x509: certificate signed by unknown authority")
      .because(reference.object, reference.field, "has another root")
      .remedy(
          "restart istiod so that it writes its root anew, then the workloads; if the root changes "
          "back, stop the other control plane that writes it")
      .whole_mesh();
}

void run(const Snapshot& snapshot, Reporter& report) {
  if (istio::mesh_signer(snapshot) == istio::MeshSigner::Google) {
    return;
  }
  std::vector<const ConfigMap*> config_maps = istio::root_config_maps(snapshot);
  std::erase_if(config_maps, [](const ConfigMap* each) { return !is_readable(*each); });
  if (config_maps.empty()) {
    report.cannot_tell(Kind::ConfigMap, {}, kRootConfigMaps);
    return;
  }
  const std::vector<MeshCa> cas = istio::mesh_cas(snapshot);
  if (cas.empty() && config_maps.size() == 1) {
    report.cannot_tell(Kind::Secret, {}, kCaSecrets);
    return;
  }
  std::optional<Reference> reference = from_cas(cas);
  reference = reference ? reference : from_config_maps(snapshot, config_maps);
  if (!reference) {
    report.cannot_tell(Kind::Secret, {}, kCaSecrets);
    return;
  }
  std::map<std::string, std::vector<const ConfigMap*>> wrong;
  for (const ConfigMap* config_map : config_maps) {
    const bool agrees =
        std::any_of(reference->roots.begin(), reference->roots.end(), [&](const PemData* root) {
          return istio::share_a_root(*root, *config_map->data.root_certificate);
        });
    if (!agrees) {
      wrong[identity(*config_map)].push_back(config_map);
    }
  }
  for (const auto& [roots, group] : wrong) {
    report_group(group, *reference, report);
  }
}

}  // namespace

constinit const Check kMeshRootsAgree{
    .info =
        {.code = "CERT020",
         .severity = Severity::Error,
         .title = "Mesh roots agree",
         .reads = Kinds{Kind::ConfigMap, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "Proxies verify istiod with the root in the ConfigMap `istio-ca-root-cert` of their "
             "namespace. If that is not the root of istiod's CA, they cannot connect: their log "
             "says `x509: certificate signed by unknown authority`, and new pods never become "
             "ready. Two reasons are common. A new root was put into `cacerts`, which istiod "
             "ignores while it runs; and two control planes with different CAs write the same "
             "ConfigMap in turn.\n\n"
             "Restart istiod after the root was changed, and have old and new root together in "
             "`root-cert.pem` while you change it. Give all control planes of a mesh the same "
             "root. With Mesh CA or CA Service, these roots do not sign workloads, and are not "
             "compared."},
    .run = run,
};

}  // namespace mesh::certs
