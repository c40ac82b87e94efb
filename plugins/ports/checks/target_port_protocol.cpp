// SPDX-License-Identifier: Apache-2.0
//
// PORT-10: what a server's sidecar takes a port for is keyed by target port. Where Service ports
// that lead to it disagree, the oldest Service's decides, and the others are treated as it says.

#include "common/istio/endpoints.h"
#include "common/istio/inbound_port.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"
#include "plugins/ports/protocol_misfit.h"
#include "plugins/ports/serving_container.h"

#include <algorithm>
#include <map>
#include <set>

namespace mesh::ports {
namespace {

// A Service port that leads to some port of a pod.
struct Claim {
  const Service* service = nullptr;
  std::size_t index = 0;

  const ServicePort& port() const { return service->ports[index]; }

  istio::Protocol protocol() const { return istio::protocol_of(port()).protocol; }

  FieldPath field() const { return istio::protocol_field(port(), index); }
};

// Ports that are sniffed are PORT001's, those whose protocol is not that of the pods PORT009's.
bool states_protocol(const std::vector<const Pod*>& pods, const ServicePort& port) {
  const istio::Protocol protocol = istio::protocol_of(port).protocol;
  return (istio::is_http(protocol) || istio::is_tcp(protocol)) && !find_misfit(pods, port);
}

// The claims on each port of the pod that state a protocol, the oldest Service's first.
std::map<std::int32_t, std::vector<Claim>> claims_on(const Snapshot& snapshot, const Pod& pod) {
  const auto selecting = snapshot.services_selecting(pod);
  std::vector<const Service*> services(selecting.begin(), selecting.end());
  std::stable_sort(services.begin(), services.end(),
                   [](const Service* a, const Service* b) { return is_older(*a, *b); });
  std::map<std::int32_t, std::vector<Claim>> claims;
  for (const Service* service : services) {
    const std::vector<const Pod*> pods = istio::pods_of(snapshot, *service);
    for (std::size_t i = 0; i < service->ports.size(); ++i) {
      const auto target = istio::target_port_in(pod, service->ports[i]);
      if (target && states_protocol(pods, service->ports[i])) {
        claims[*target].push_back({service, i});
      }
    }
  }
  return claims;
}

// The claim that the sidecar goes by; if it sniffs, the first.
const Claim& leading(const std::vector<Claim>& claims, const istio::InboundPort& inbound) {
  const auto at = std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) {
    return claim.service->ref == inbound.decided_by && claim.field().text() == inbound.field.text();
  });
  return at != claims.end() ? *at : claims.front();
}

void report_claim(const Claim& claim, const Claim& other, std::int32_t target,
                  const istio::InboundPort& inbound, Reporter& report) {
  const bool sniffs = inbound.protocol == istio::Protocol::Auto;
  report
      .add(claim.service->ref, claim.field(),
           "port {} declares port {} of the pods as {}, and port {} of {} as {}: their sidecar {}",
           claim.port().port, target, istio::text(claim.protocol()), other.port().port,
           other.service->ref.text(), istio::text(other.protocol()),
           sniffs
               ? std::string("sniffs the protocol, as an older port leads there that states none")
               : fmt::format("treats it as {}", istio::text(inbound.protocol)))
      .because(other.service->ref, other.field(), "declares it as {}",
               istio::text(other.protocol()))
      .remedy("declare one protocol for port {} of the pods, or give each its own target port",
              target);
}

bool has_ingress_listeners(const istio::InboundPort& inbound) {
  return inbound.decided_by.kind == Kind::Sidecar && !inbound.decided_by.name.empty();
}

class Claims {
 public:
  Claims(const Snapshot& snapshot, Reporter& report) : snapshot_(snapshot), report_(report) {}

  void check(const Pod& pod) {
    for (const auto& [target, claims] : claims_on(snapshot_, pod)) {
      const istio::InboundPort inbound = istio::inbound_port(snapshot_, pod, target);
      if (!has_ingress_listeners(inbound)) {
        compare(target, claims, inbound);
      }
    }
  }

 private:
  void compare(std::int32_t target, const std::vector<Claim>& claims,
               const istio::InboundPort& inbound) {
    const Claim& other = leading(claims, inbound);
    for (const Claim& claim : claims) {
      const bool agrees = istio::is_http(claim.protocol()) == istio::is_http(other.protocol());
      if (!agrees && concerns_mesh(snapshot_, *claim.service) &&
          told_.insert({claim.service, claim.index}).second) {
        report_claim(claim, other, target, inbound, report_);
      }
    }
  }

  const Snapshot& snapshot_;
  Reporter& report_;
  std::set<std::pair<const Service*, std::size_t>> told_;
};

void run(const Snapshot& snapshot, Reporter& report) {
  Claims claims(snapshot, report);
  std::set<ObjectRef> seen;
  for (const Pod& pod : snapshot.pods()) {
    if (!snapshot.services_selecting(pod).empty() && concerns_mesh(pod) && !is_of_job(pod) &&
        !pod.is_finished() && seen.insert(pod.workload).second) {
      claims.check(pod);
    }
  }
}

}  // namespace

constinit const Check kTargetPortProtocol{
    .info = {.code = "PORT008",
             .severity = Severity::Warning,
             .title = "Services agree on the protocol of a target port",
             .reads = Kinds{Kind::Service, Kind::Sidecar} | kPodsAndWorkloads,
             .explain =
                 "A sidecar treats what arrives on a port of its pod by the Service port that "
                 "leads there. If several do, and one says HTTP and another TCP, the oldest "
                 "Service's decides: HTTP policies and telemetry come and go with the order in "
                 "which the Services were made, and bytes that are not HTTP fail on a port that is "
                 "taken for it.\n\n"
                 "Name the ports for one protocol, or have the application listen on a port for "
                 "each.",
             .peers = "IST0116 IST0137"},
    .run = run,
};

}  // namespace mesh::ports
