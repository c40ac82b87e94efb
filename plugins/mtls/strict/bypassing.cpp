// SPDX-License-Identifier: Apache-2.0
//
// MTLS-31: workloads with a sidecar that send past it, by annotation, by a setting of the mesh, or
// because they run as the proxy's own user. What they send is plaintext, which a STRICT port
// resets. Those of the namespace itself are taken to call the Services that these mean; of those of
// other namespaces nobody can tell.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "common/istio/mesh_service.h"
#include "common/istio/redirection.h"
#include "plugins/mtls/clients.h"
#include "plugins/mtls/pod_metadata.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/strict/strict_port.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

#include <map>

namespace mesh::mtls {
namespace {

// Ports that a client reaches past its sidecar, because of one setting.
struct Bypassed {
  istio::Bypass by;
  std::vector<std::string> ports{};
};

// What a client dials: the Service's address, or the pods of a headless one on their own ports.
std::optional<istio::Bypass> bypass_to(const Snapshot& snapshot, const Pod& client,
                                       const StrictPort& strict) {
  const istio::MeshService service = istio::mesh_service(*strict.service);
  if (!service.is_headless()) {
    return istio::outbound_bypass(client, service.address(), strict.port->port);
  }
  for (const istio::ServiceEndpoint& endpoint :
       istio::endpoints_of(snapshot, *strict.service, *strict.port)) {
    const std::string address(endpoint.address.empty() ? istio::kUnspecified : endpoint.address);
    if (auto by = istio::outbound_bypass(client, address, endpoint.port)) {
      return by;
    }
  }
  return std::nullopt;
}

void review_settings(const Snapshot& snapshot, const Pod& client,
                     const std::vector<StrictPort>& ports, std::vector<Obstacle>& obstacles) {
  std::map<std::string_view, Bypassed> bypassed;  // by setting
  for (const StrictPort& port : ports) {
    if (const auto by = bypass_to(snapshot, client, port); by && !port.is_only(client.workload)) {
      bypassed.try_emplace(by->setting, Bypassed{*by}).first->second.ports.push_back(port.text());
    }
  }
  for (auto& [setting, found] : bypassed) {
    MetadataPlace place = place_of(snapshot, client, found.by);
    obstacles.push_back(
        {.object = place.object,
         .field = std::move(place.field),
         .reason =
             fmt::format("{}: what it sends to {} goes past its sidecar as plaintext, and "
                         "would be reset",
                         client.workload.text(), join(first_names(std::move(found.ports)), "; ")),
         .remedy = fmt::format("let {} leave out addresses outside of the mesh only, and restart "
                               "the workload; or keep these ports PERMISSIVE with portLevelMtls",
                               setting)});
  }
}

void review_user(const Pod& client, const istio::ContainerAsProxyUser& found,
                 std::vector<Obstacle>& obstacles) {
  obstacles.push_back(
      {.object = client.ref,
       .field = found.field,
       .reason = fmt::format("{}: container {} runs as the proxy's own {}, 1337, so what it sends "
                             "goes past its sidecar as plaintext, and would be reset",
                             client.workload.text(), found.container->name, found.what),
       .remedy = fmt::format("run it as another {}, and restart the workload", found.what)});
}

}  // namespace

void review_bypassing(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  const std::vector<StrictPort> ports = strict_ports(snapshot, ns);
  if (ports.empty()) {
    return;
  }
  for (const Pod* client : snapshot.view<Clients>().pods()) {
    auto& obstacles = client->ref.ns == ns ? review.blockers : review.possible;
    if (const auto as_proxy = istio::container_as_proxy_user(*client)) {
      review_user(*client, *as_proxy, obstacles);
    }
    review_settings(snapshot, *client, ports, obstacles);
  }
}

}  // namespace mesh::mtls
