// SPDX-License-Identifier: Apache-2.0
//
// ports show: as what the sidecars of clients treat each Service port, what chose that, and what
// stands behind the port. With --from, as one client sees it.

#include "common/base/error.h"
#include "common/cli/find_named.h"
#include "common/cli/show_scope.h"
#include "common/istio/endpoints.h"
#include "common/istio/port_protocol.h"
#include "common/istio/proxy.h"
#include "plugins/ports/client_protocol.h"
#include "plugins/ports/verbs.h"

#include <algorithm>
#include <array>
#include <set>

namespace mesh::ports {
namespace {

// What may be named.
constexpr Kinds kNamed{Kind::Service};

constexpr std::array kColumns{
    print::Column{.header = "NAMESPACE", .key = "namespace"},
    print::Column{.header = "SERVICE", .key = "service"},
    print::Column{.header = "PORT", .key = "port"},
    print::Column{.header = "NAME", .key = "name"},
    print::Column{.header = "PROTOCOL", .key = "protocol"},
    print::Column{.header = "CHOSEN BY", .key = "chosenBy"},
    print::Column{.header = "TARGET PORT", .key = "targetPort"},
    print::Column{.header = "READY", .key = "ready"},
    print::Column{.header = "TOTAL", .key = "total"},
    print::Column{.header = "ENDPOINTS", .key = "endpoints", .wide_only = true},
};

std::string_view chosen_by(const ServicePort& port) {
  switch (istio::protocol_of(port).source) {
    case istio::ProtocolSource::AppProtocol:
      return "appProtocol";
    case istio::ProtocolSource::PortName:
      return "name";
    case istio::ProtocolSource::WellKnownPort:
      return "well-known";
    case istio::ProtocolSource::Udp:
      return "protocol";
    case istio::ProtocolSource::None:
      break;
  }
  return "none";
}

// The numbers that the target port means in the pods, each once.
std::vector<std::string> target_ports(const std::vector<istio::ServiceEndpoint>& endpoints) {
  std::set<std::int32_t> numbers;
  for (const istio::ServiceEndpoint& endpoint : endpoints) {
    numbers.insert(endpoint.port);
  }
  std::vector<std::string> out;
  for (const std::int32_t number : numbers) {
    out.push_back(std::to_string(number));
  }
  return out;
}

std::string endpoint_text(const istio::ServiceEndpoint& endpoint) {
  const std::string name = endpoint.pod == nullptr   ? std::string(endpoint.address)
                           : endpoint.pod->stands_in ? endpoint.pod->ref.text()
                                                     : endpoint.pod->ref.qualified_name();
  return fmt::format("{}:{}{}", name, endpoint.port, endpoint.ready ? "" : " (not ready)");
}

std::vector<std::string> endpoint_texts(const std::vector<istio::ServiceEndpoint>& endpoints) {
  std::vector<std::string> out;
  out.reserve(endpoints.size());
  for (const istio::ServiceEndpoint& endpoint : endpoints) {
    out.push_back(endpoint_text(endpoint));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::int64_t count_ready(const std::vector<istio::ServiceEndpoint>& endpoints) {
  return std::count_if(endpoints.begin(), endpoints.end(),
                       [](const istio::ServiceEndpoint& endpoint) { return endpoint.ready; });
}

std::vector<print::Cell> row(const Snapshot& snapshot, const ClientProtocols& protocols,
                             const Service& service, const ServicePort& port) {
  const std::vector<istio::ServiceEndpoint> endpoints =
      istio::endpoints_of(snapshot, service, port);
  return {std::string(service.ref.ns),
          std::string(service.ref.name),
          std::int64_t{port.port},
          std::string(port.name),
          std::string(protocols.of(service, port)),
          std::string(chosen_by(port)),
          target_ports(endpoints),
          count_ready(endpoints),
          static_cast<std::int64_t>(endpoints.size()),
          endpoint_texts(endpoints)};
}

// The first pod of those that --from names; nullptr without it.
const Pod* client_of(const cli::Question& question) {
  if (question.options.from.empty()) {
    return nullptr;
  }
  const Pod* client =
      cli::pods_named(question.snapshot, question.options.from, question.default_ns).front();
  if (!istio::is_in_mesh(question.snapshot, *client)) {
    throw Error("{} has no sidecar: nothing looks at what it sends", client->ref.text());
  }
  return client;
}

cli::Outcome run(const cli::Question& question) {
  const cli::ShowScope scope(question, kNamed);
  const ClientProtocols protocols(question.snapshot, client_of(question));
  print::StateTable table{
      .columns = {kColumns.begin(), kColumns.end()}, .rows = {}, .not_checked = {}, .graph = {}};
  for (const Service& service : question.snapshot.services()) {
    if (!scope.shows(service)) {
      continue;
    }
    for (const ServicePort& port : service.ports) {
      table.rows.push_back(row(question.snapshot, protocols, service, port));
    }
  }
  return table;
}

constexpr std::array kExamples{
    cli::Example{"show -n shop", "all Services of a namespace"},
    cli::Example{"show -n shop service/cart --from deploy/frontend",
                 "one Service as one client sees it"},
};

}  // namespace

constinit const cli::Verb kShow{
    .info = {.name = "show",
             .arguments = "[service/NAME ...]",
             .summary = "the protocol of each Service port, what chose it, and its endpoints",
             .outputs = "text wide json",
             .examples = kExamples,
             .names = kNamed},
    .reads = kPodsAndWorkloads | istio::kTrafficKinds,
    .run = run};

}  // namespace mesh::ports
