// SPDX-License-Identifier: Apache-2.0
//
// RTE-3: a VirtualService that lists gateways without `mesh` is invisible to sidecars. If its host
// is a Service of the mesh, callers inside the mesh do not follow its rules. Where no gateway
// serves such a host either, ROUTE008 speaks.

#include "common/base/text.h"
#include "common/istio/service_registry.h"
#include "common/istio/virtual_service.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"

#include <algorithm>
#include <unordered_set>

namespace mesh::routes {
namespace {

// The hosts that VirtualServices bound to the mesh route.
class MeshHosts {
 public:
  explicit MeshHosts(const Snapshot& snapshot) {
    for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
      for (const std::string_view host : virtual_service.hosts) {
        if (istio::is_bound_to_mesh(virtual_service)) {
          add(fully_qualified(host, virtual_service.ref.ns));
        }
      }
    }
  }

  bool contains(const std::string& host) const {
    return hosts_.contains(host) ||
           std::any_of(wildcards_.begin(), wildcards_.end(),
                       [&](const std::string& pattern) { return host_covers(pattern, host); });
  }

 private:
  void add(std::string host) {
    if (is_wildcard(host)) {
      wildcards_.push_back(std::move(host));
    } else {
      hosts_.insert(std::move(host));
    }
  }

  std::unordered_set<std::string> hosts_;
  std::vector<std::string> wildcards_;
};

// Served by one of its gateways, or by one that is missing and may be made (ROUTE007).
bool is_served(const Snapshot& snapshot, const VirtualService& virtual_service,
               const std::string& host) {
  const auto gateways = istio::gateways_of(snapshot, virtual_service);
  return gateways.size() < virtual_service.gateways.size() ||
         std::any_of(gateways.begin(), gateways.end(), [&](const istio::NamedGateway& named) {
           return istio::serves(*named.gateway, virtual_service.ref.ns, host);
         });
}

void check_virtual_service(const Snapshot& snapshot, const VirtualService& virtual_service,
                           const MeshHosts& mesh_hosts, Reporter& report) {
  std::vector<std::string> services;
  for (const std::string_view written : virtual_service.hosts) {
    const std::string host = fully_qualified(written, virtual_service.ref.ns);
    const Service* service = istio::find_service(snapshot, host);
    if (service != nullptr && !mesh_hosts.contains(host) &&
        is_served(snapshot, virtual_service, host)) {
      services.push_back(service->ref.qualified_name());
    }
  }
  if (!services.empty()) {
    report
        .add(virtual_service.ref, FieldPath("spec", "gateways"),
             "the rules hold at gateways only: calls to service {} from inside the mesh do not "
             "follow them",
             join_and(services))
        .symptom("rules seem ignored")
        .remedy("add mesh to spec.gateways");
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const MeshHosts mesh_hosts(snapshot);
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    if (!virtual_service.is_delegate() && !istio::is_bound_to_mesh(virtual_service)) {
      check_virtual_service(snapshot, virtual_service, mesh_hosts, report);
    }
  }
}

}  // namespace

constinit const Check kMeshBinding{
    .info =
        {.code = "ROUTE009",
         .severity = Severity::Warning,
         .title = "Hosts of in-mesh services are also routed in the mesh",
         .reads = Kinds{Kind::VirtualService, Kind::Gateway, Kind::Service},
         .explain =
             "Without `gateways` a VirtualService holds for all sidecars. As soon as it lists a "
             "gateway, it "
             "holds there only, unless the list also has the word `mesh`. A VirtualService for the "
             "name of "
             "a Service that lists gateways alone is not followed by callers inside the mesh.\n\n"
             "Add `mesh` to `gateways`, or write a second VirtualService for the mesh."},
    .run = run,
};

}  // namespace mesh::routes
