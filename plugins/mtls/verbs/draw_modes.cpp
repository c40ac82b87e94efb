// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/verbs/draw_modes.h"

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "common/istio/inbound.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace mesh::mtls {
namespace {

constexpr std::string_view kMeshed = "clients with a sidecar";
constexpr std::string_view kBare = "clients without a sidecar";

// What crosses between a client and the pods behind one Service port.
struct Crossing {
  std::set<std::string> meshed;
  std::set<std::string> bare;
};

std::string one_word(const std::set<std::string>& words) {
  return join(std::vector<std::string>(words.begin(), words.end()), " or ");
}

Crossing crossing_of(const Snapshot& snapshot, const Service& service, const ServicePort& port) {
  Crossing crossing;
  for (const Pod* pod : istio::pods_of(snapshot, service)) {
    const auto target = istio::target_port_in(*pod, port);
    if (!target) {
      continue;
    }
    const istio::Inbound inbound = istio::inbound_of(snapshot, *pod, *target);
    crossing.meshed.insert(inbound.accepts_mtls() ? "mTLS" : "plaintext");
    crossing.bare.insert(inbound.accepts_plaintext() ? "plaintext" : "refused");
  }
  return crossing;
}

// One arrow where all ports agree, otherwise one for each word with its ports.
void add_edges(const std::map<std::string, std::vector<std::string>>& ports_by_word,
               std::string_view client, const std::string& service, print::Graph& graph) {
  for (const auto& [word, ports] : ports_by_word) {
    graph.edges.push_back({.from = std::string(client),
                           .to = service,
                           .label = ports_by_word.size() == 1
                                        ? word
                                        : fmt::format("{}: {}", join(ports, ", "), word)});
  }
}

void draw_service(const Snapshot& snapshot, const Service& service, print::Graph& graph) {
  std::map<std::string, std::vector<std::string>> meshed;
  std::map<std::string, std::vector<std::string>> bare;
  for (const ServicePort& port : service.ports) {
    const Crossing crossing = crossing_of(snapshot, service, port);
    if (!crossing.meshed.empty()) {
      meshed[one_word(crossing.meshed)].push_back(std::to_string(port.port));
      bare[one_word(crossing.bare)].push_back(std::to_string(port.port));
    }
  }
  if (meshed.empty()) {
    return;
  }
  const std::string name = service.ref.qualified_name();
  graph.nodes.push_back({.id = name, .label = name});
  add_edges(meshed, kMeshed, name, graph);
  add_edges(bare, kBare, name, graph);
}

}  // namespace

print::Graph draw_modes(const Snapshot& snapshot, const cli::ShowScope& scope) {
  print::Graph graph;
  for (const std::string_view client : {kMeshed, kBare}) {
    graph.nodes.push_back({.id = std::string(client), .label = std::string(client)});
  }
  for (const Service& service : snapshot.services()) {
    if (scope.shows(service)) {
      draw_service(snapshot, service, graph);
    }
  }
  return graph;
}

}  // namespace mesh::mtls
