// SPDX-License-Identifier: Apache-2.0
//
// RTE-50, RTE-51, RTE-4: Services that a client's sidecar does not know, because a Sidecar object
// or exportTo hides them. Where unknown destinations are passed through, what is sent to them goes
// out as it is. That they are hidden says that nobody means to call them; somebody may.

#include "common/base/text.h"
#include "common/istio/proxy_scope.h"
#include "common/istio/service_registry.h"
#include "common/istio/sidecar_of.h"
#include "plugins/mtls/clients.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/strict/strict_port.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace mesh::mtls {
namespace {

struct Hidden {
  FieldPath field;
  std::set<std::string_view> client_namespaces;
  std::set<std::string_view> services;
};

// By the object that hides: a Sidecar, or the Service itself.
using HiddenBy = std::map<ObjectRef, Hidden>;

class Search {
 public:
  Search(const Snapshot& snapshot, std::string_view ns) : snapshot_(snapshot) {
    for (const StrictPort& strict : strict_ports(snapshot, ns)) {
      if (services_.empty() || services_.back() != strict.service) {
        services_.push_back(strict.service);
      }
    }
  }

  HiddenBy run() {
    if (services_.empty()) {
      return {};
    }
    for (const Pod* client : snapshot_.view<Clients>().pods()) {
      const Sidecar* sidecar = istio::sidecar_of(snapshot_, *client);
      if (known_.emplace(client->ref.ns, sidecar).second &&
          istio::allows_any_outbound(snapshot_, sidecar)) {
        sidecar != nullptr ? add_left_out(*client, *sidecar) : add_not_exported(*client);
      }
    }
    return std::move(hidden_);
  }

 private:
  void add_left_out(const Pod& client, const Sidecar& sidecar) {
    const istio::ProxyScope scope(index_, client);
    for (const Service* service : services_) {
      if (scope.find_service(istio::host_of(*service)) == nullptr) {
        add(sidecar.ref, FieldPath("spec", "egress"), client, *service);
      }
    }
  }

  void add_not_exported(const Pod& client) {
    for (const Service* service : services_) {
      const auto found = index_.with_host(istio::host_of(*service));
      const bool is_seen = std::any_of(
          found.begin(), found.end(),
          [&](const istio::MeshService* each) { return index_.is_visible(*each, client.ref.ns); });
      if (!found.empty() && !is_seen) {
        add(service->ref, FieldPath("metadata", "annotations", "networking.istio.io/exportTo"),
            client, *service);
      }
    }
  }

  void add(const ObjectRef& by, FieldPath field, const Pod& client, const Service& service) {
    Hidden& hidden = hidden_[by];
    hidden.field = std::move(field);
    hidden.client_namespaces.insert(client.ref.ns);
    hidden.services.insert(service.ref.name);
  }

  const Snapshot& snapshot_;
  const istio::MeshIndex& index_ = snapshot_.view<istio::MeshIndex>();
  std::vector<const Service*> services_;
  std::set<std::pair<std::string_view, const Sidecar*>> known_;
  HiddenBy hidden_;
};

std::string names_of(const std::set<std::string_view>& names) {
  return join(first_names({names.begin(), names.end()}), ", ");
}

}  // namespace

void review_unimported(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  for (auto& [object, hidden] : Search(snapshot, ns).run()) {
    review.possible.push_back(
        {.object = object,
         .field = std::move(hidden.field),
         .reason = fmt::format("hides {} {} from clients of {} {}: what they send there all the "
                               "same goes out as plaintext, and would be reset",
                               hidden.services.size() == 1 ? "service" : "services",
                               names_of(hidden.services),
                               hidden.client_namespaces.size() == 1 ? "namespace" : "namespaces",
                               names_of(hidden.client_namespaces)),
         .remedy = "make sure that they do not call, or let them see the Services that they call"});
  }
}

}  // namespace mesh::mtls
