// SPDX-License-Identifier: Apache-2.0
//
// mtls show: what each port of each pod accepts, and who decides it. A row with port * stands for
// all ports that nobody mentions (MTLS-6). Without a sidecar nothing is enforced: plaintext is all
// that is understood, mode `disable`. Gateways are `custom`: their Gateways decide (MTLS-9).

#include "common/cli/show_scope.h"
#include "common/istio/inbound.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/server_ports.h"
#include "plugins/mtls/verbs.h"
#include "plugins/mtls/verbs/draw_modes.h"

#include <array>

namespace mesh::mtls {
namespace {

// What may be named.
constexpr Kinds kNamed = kPodsAndWorkloads | Kinds{Kind::Service};

constexpr std::array kColumns{
    print::Column{.header = "NAMESPACE", .key = "namespace"},
    print::Column{.header = "WORKLOAD", .key = "workload"},
    print::Column{.header = "POD", .key = "pod"},
    print::Column{.header = "PORT", .key = "port"},
    print::Column{.header = "SIDECAR", .key = "sidecar"},
    print::Column{.header = "MODE", .key = "mode"},
    print::Column{.header = "POLICIES", .key = "policies"},
    print::Column{.header = "PROTOCOL", .key = "protocol", .wide_only = true},
    print::Column{.header = "PLAINTEXT", .key = "plaintext", .wide_only = true},
    print::Column{.header = "MTLS", .key = "mtls", .wide_only = true},
    print::Column{.header = "TLS", .key = "tls", .wide_only = true},
    print::Column{.header = "DECIDED BY", .key = "decidedBy", .wide_only = true},
    print::Column{.header = "PROTOCOL BY", .key = "protocolBy", .wide_only = true},
};

// No port has this number; it stands for all that nobody mentions.
constexpr std::int32_t kOtherPorts = 0;

std::string workload_name(const Pod& pod) {
  return pod.workload.kind == Kind::Pod || pod.workload.name.empty()
             ? std::string()
             : fmt::format("{}/{}", info(pod.workload.kind).singular, pod.workload.name);
}

std::string place(const ObjectRef& object, const FieldPath& field) {
  return object.name.empty() ? std::string() : fmt::format("{} {}", object.text(), field.text());
}

std::string decided_by(const istio::Inbound& inbound, const Pod& pod) {
  if (!inbound.redirected) {
    return place(pod.ref, pod.path("metadata", "annotations"));
  }
  return inbound.policy.policy == nullptr ? std::string()
                                          : place(inbound.policy.policy->ref, inbound.policy.field);
}

std::vector<std::string> policy_names(const Snapshot& snapshot, const Pod& pod) {
  std::vector<std::string> names;
  for (const PeerAuthentication* policy : policies_behind(snapshot, pod)) {
    names.push_back(policy->ref.qualified_name());
  }
  return names;
}

std::string mode_word(const istio::Inbound& inbound) {
  return std::string(inbound.proxy == istio::ServerProxy::Gateway ? "custom" : text(inbound.mode));
}

std::vector<print::Cell> row(const Snapshot& snapshot, const Pod& pod, std::int32_t port) {
  const istio::Inbound inbound = istio::inbound_of(snapshot, pod, port);
  const bool sidecar = inbound.has_sidecar();
  const auto if_sidecar = [&](std::string_view word) {
    return std::string(sidecar ? word : std::string_view());
  };
  return {std::string(pod.ref.ns),
          workload_name(pod),
          std::string(pod.stands_in ? std::string_view() : pod.ref.name),
          port == kOtherPorts ? print::Cell("*") : print::Cell(std::int64_t{port}),
          sidecar,
          mode_word(inbound),
          sidecar ? policy_names(snapshot, pod) : std::vector<std::string>(),
          if_sidecar(istio::text(inbound.port.protocol)),
          if_sidecar(istio::text(inbound.plaintext)),
          if_sidecar(istio::text(inbound.mtls)),
          if_sidecar(istio::text(inbound.tls)),
          sidecar ? decided_by(inbound, pod) : std::string(),
          sidecar ? place(inbound.port.decided_by, inbound.port.field) : std::string()};
}

cli::Outcome run(const cli::Question& question) {
  const Snapshot& snapshot = question.snapshot;
  const cli::ShowScope scope(question, kNamed);
  print::StateTable table{.columns = {kColumns.begin(), kColumns.end()},
                          .rows = {},
                          .not_checked = {},
                          .graph = draw_modes(snapshot, scope)};
  for (const Pod& pod : snapshot.pods()) {
    if (!scope.shows(pod)) {
      continue;
    }
    for (const std::int32_t port : server_ports(snapshot, pod)) {
      table.rows.push_back(row(snapshot, pod, port));
    }
    table.rows.push_back(row(snapshot, pod, kOtherPorts));
  }
  return table;
}

constexpr std::array kExamples{
    cli::Example{"show -n shop -o wide", "what each port accepts, and who decides it"},
    cli::Example{"show -n shop service/cart", "the pods of one Service"},
    cli::Example{"show -A -o mermaid", "who talks to whom, and how, as a diagram"},
};

}  // namespace

constinit const cli::Verb kShow{
    .info = {.name = "show",
             .arguments = "[TYPE/NAME ...]",
             .summary = "the mTLS mode of each port of each pod, and the policies behind it",
             .outputs = "text wide json mermaid dot",
             .examples = kExamples,
             .names = kNamed},
    .reads =
        kServerKinds | Kinds{Kind::Service, Kind::ServiceEntry, Kind::Sidecar, Kind::EndpointSlice},
    .run = run};

}  // namespace mesh::mtls
