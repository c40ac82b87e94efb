// SPDX-License-Identifier: Apache-2.0
//
// RTE-28: `gateways` of a match narrows its rule down to some of the VirtualService's gateways
// (`mesh` among them). Another one never applies. Delegates have the gateways of their roots.

#include "common/base/text.h"
#include "common/istio/validate_common.h"
#include "common/istio/virtual_service.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"

#include <algorithm>
#include <span>

namespace mesh::routes {
namespace {

std::string resolved(std::string_view reference, const VirtualService& owner) {
  return reference == "mesh" ? std::string(reference)
                             : istio::qualified_gateway_name(reference, owner.ref.ns);
}

// ROUTE030 speaks of others.
bool is_well_formed(std::string_view reference) {
  istio::Violations violations;
  istio::check_gateway_names(std::span(&reference, 1), FieldPath(), violations);
  return violations.empty();
}

// Those that the VirtualService is bound to, as it writes them.
std::vector<std::string_view> bound_gateways(const VirtualService& virtual_service) {
  return virtual_service.gateways.empty() ? std::vector<std::string_view>{"mesh"}
                                          : virtual_service.gateways;
}

bool is_bound_to(const VirtualService& virtual_service, std::string_view reference) {
  const std::string wanted = resolved(reference, virtual_service);
  const auto gateways = bound_gateways(virtual_service);
  return std::any_of(gateways.begin(), gateways.end(), [&](std::string_view own) {
    return resolved(own, virtual_service) == wanted;
  });
}

void report_gateway(const VirtualService& virtual_service, std::string_view reference,
                    const FieldPath& field, bool is_alone, Reporter& report) {
  const auto gateways = bound_gateways(virtual_service);
  report
      .add(virtual_service.ref, field, "this VirtualService is not bound to {}, so {} there{}",
           reference == "mesh" ? "the mesh" : fmt::format("gateway {}", reference),
           "the match never applies", is_alone ? ", nor anywhere else" : "")
      .symptom("rule seems ignored")
      .remedy("add {} to spec.gateways, or write one of those here: {}", reference,
              list_names(gateways));
}

template <typename Rule>
void check_rules(const VirtualService& virtual_service, std::string_view section,
                 const std::vector<Rule>& rules, Reporter& report) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t j = 0; j < rules[i].match.size(); ++j) {
      const std::vector<std::string_view>& gateways = rules[i].match[j].gateways;
      const bool is_alone = std::none_of(
          gateways.begin(), gateways.end(),
          [&](std::string_view reference) { return is_bound_to(virtual_service, reference); });
      for (std::size_t k = 0; k < gateways.size(); ++k) {
        if (!is_bound_to(virtual_service, gateways[k]) && is_well_formed(gateways[k])) {
          report_gateway(virtual_service, gateways[k],
                         FieldPath("spec", section, i, "match", j, "gateways", k), is_alone,
                         report);
        }
      }
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    if (!virtual_service.is_delegate()) {
      check_rules(virtual_service, "http", virtual_service.http, report);
      check_rules(virtual_service, "tls", virtual_service.tls, report);
      check_rules(virtual_service, "tcp", virtual_service.tcp, report);
    }
  }
}

}  // namespace

constinit const Check kMatchGateways{
    .info = {.code = "ROUTE019",
             .severity = Severity::Error,
             .title = "match.gateways names gateways of the VirtualService",
             .reads = Kinds{Kind::VirtualService},
             .explain =
                 "`spec.gateways` says where a VirtualService applies, and `gateways` in a match "
                 "narrows one rule down to some of them. A gateway that `spec.gateways` does not "
                 "list never applies; without `spec.gateways` that is every one but `mesh`.\n\n"
                 "Add the gateway to `spec.gateways`; and `mesh` too, if the sidecars are still to "
                 "use the VirtualService."},
    .run = run,
};

}  // namespace mesh::routes
