// SPDX-License-Identifier: Apache-2.0
//
// routes show: what each VirtualService does with its hosts, rule by rule, and what stands behind
// each destination. Delegates are shown where they take effect (RTE-35).
#include "common/base/text.h"
#include "common/cli/show_scope.h"
#include "common/istio/destination_rule.h"
#include "common/istio/trace.h"
#include "common/istio/upstream.h"
#include "common/model/host.h"
#include "plugins/routes/verbs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace mesh::routes {
namespace {

// What may be named.
constexpr Kinds kNamed{Kind::VirtualService};

constexpr std::array kColumns{
    print::Column{.header = "NAMESPACE", .key = "namespace"},
    print::Column{.header = "VIRTUAL SERVICE", .key = "virtualService"},
    print::Column{.header = "HOSTS", .key = "hosts"},
    print::Column{.header = "GATEWAYS", .key = "gateways"},
    print::Column{.header = "RULE", .key = "rule"},
    print::Column{.header = "DESTINATION", .key = "destination"},
    print::Column{.header = "SUBSET", .key = "subset"},
    print::Column{.header = "WEIGHT", .key = "weight"},
    print::Column{.header = "READY", .key = "ready"},
    print::Column{.header = "TOTAL", .key = "total"},
    print::Column{.header = "DELEGATE", .key = "delegate", .wide_only = true},
};

// One rule of a VirtualService, whatever its section.
struct Rule {
  std::string path;
  std::string action;  // what it does instead of routing
  const std::vector<RouteDestination>* route = nullptr;
  std::string_view ns;  // resolves hosts
  std::string delegate;
};

struct Behind {
  std::int64_t ready = 0;
  std::int64_t total = 0;
};

std::string action_of(const HttpRoute& route) {
  if (route.redirect) {
    return "redirect";
  }
  return route.direct_response ? fmt::format("answer {}", route.direct_response->status)
                               : std::string();
}

std::vector<Rule> rules_of(const istio::EffectiveVirtualService& each) {
  std::vector<Rule> out;
  const std::string_view ns = each.object->ref.ns;
  for (const istio::EffectiveRoute& rule : each.http) {
    out.push_back({.path = fmt::format("http[{}]", rule.index),
                   .action = action_of(*rule.route),
                   .route = &rule.route->route,
                   .ns = rule.ns,
                   .delegate = rule.delegate == nullptr
                                   ? std::string()
                                   : fmt::format("{} http[{}]", rule.delegate->ref.qualified_name(),
                                                 rule.delegate_index)});
  }
  for (std::size_t i = 0; i < each.object->tls.size(); ++i) {
    out.push_back({fmt::format("tls[{}]", i), {}, &each.object->tls[i].route, ns, {}});
  }
  for (std::size_t i = 0; i < each.object->tcp.size(); ++i) {
    out.push_back({fmt::format("tcp[{}]", i), {}, &each.object->tcp[i].route, ns, {}});
  }
  return out;
}

class Table {
 public:
  explicit Table(const cli::Question& question)
      : scope_(question, kNamed), index_(question.snapshot) {}

  print::StateTable run() {
    print::StateTable out{
        .columns = {kColumns.begin(), kColumns.end()}, .rows = {}, .not_checked = {}, .graph = {}};
    graph_.emplace();
    for (const istio::EffectiveVirtualService& each : index_.virtual_services()) {
      if (scope_.shows(*each.object)) {
        add(each, out);
      }
    }
    std::sort(out.rows.begin(), out.rows.end());
    out.graph = std::move(graph_);
    return out;
  }

 private:
  void add(const istio::EffectiveVirtualService& each, print::StateTable& out) {
    for (const Rule& rule : rules_of(each)) {
      if (rule.route->empty()) {
        out.rows.push_back(row(each, rule, rule.action, {}, 0, {}));
      }
      for (const RouteDestination& destination : *rule.route) {
        if (destination.destination) {
          add(each, rule, destination, out);
        }
      }
    }
  }

  void add(const istio::EffectiveVirtualService& each, const Rule& rule,
           const RouteDestination& route, print::StateTable& out) {
    const Destination& destination = *route.destination;
    const std::string host = fully_qualified(destination.host, rule.ns);
    const auto port = destination.port_number();
    const std::string text = port ? fmt::format("{}:{}", host, *port) : host;
    const Behind behind = what_is_behind(host, destination, each.object->ref.ns);
    out.rows.push_back(row(each, rule, text, destination.subset, route.weight, behind));
    draw(each, text, destination.subset, behind);
  }

  static std::vector<print::Cell> row(const istio::EffectiveVirtualService& each, const Rule& rule,
                                      std::string destination, std::string_view subset,
                                      std::int64_t weight, const Behind& behind) {
    return {std::string(each.object->ref.ns),
            std::string(each.object->ref.name),
            each.hosts,
            each.gateways,
            rule.path,
            std::move(destination),
            std::string(subset),
            weight,
            behind.ready,
            behind.total,
            rule.delegate};
  }

  // As clients in the VirtualService's own namespace have it.
  Behind what_is_behind(const std::string& host, const Destination& destination,
                        std::string_view client_ns) const {
    Behind out;
    const auto services = index_.with_host(host);
    if (services.empty()) {
      return out;
    }
    const istio::MeshService& service = *services.front();
    const auto number = destination.port_number();
    const istio::MeshPort* port =
        number ? service.find_port(*number) : (service.ports.empty() ? nullptr : &service.ports[0]);
    const auto rules =
        istio::select_destination_rules(index_.snapshot(), client_ns, host, service.ns);
    const auto subset = rules.find_subset(destination.subset);
    if (port == nullptr || (!destination.subset.empty() && !subset)) {
      return out;
    }
    for (const auto& endpoint : istio::upstream_endpoints(index_, service, *port)) {
      if (!subset || endpoint.labels.contains_all(subset->subset().labels)) {
        ++out.total;
        out.ready += endpoint.is_healthy ? 1 : 0;
      }
    }
    return out;
  }

  void draw(const istio::EffectiveVirtualService& each, const std::string& destination,
            std::string_view subset, const Behind& behind) {
    const std::string owner = "virtualservice " + each.object->ref.qualified_name();
    const std::string target =
        subset.empty() ? destination : fmt::format("{} ({})", destination, subset);
    node(owner, fmt::format("{}: {}", each.object->ref.qualified_name(), join(each.hosts, ", ")));
    node(target, target);
    for (const std::string& gateway : each.gateways) {
      node("gateway " + gateway, gateway);
      edge("gateway " + gateway, owner, "");
    }
    edge(owner, target, fmt::format("{}/{} ready", behind.ready, behind.total));
  }

  void node(const std::string& id, const std::string& label) {
    if (nodes_.insert(id).second) {
      graph_->nodes.push_back({.id = id, .label = label});
    }
  }

  void edge(const std::string& from, const std::string& to, const std::string& label) {
    if (edges_.insert(from + "\n" + to).second) {
      graph_->edges.push_back({.from = from, .to = to, .label = label});
    }
  }

  cli::ShowScope scope_;
  istio::MeshIndex index_;
  std::optional<print::Graph> graph_;
  std::set<std::string> nodes_;
  std::set<std::string> edges_;
};

cli::Outcome run(const cli::Question& question) {
  return Table(question).run();
}

constexpr std::array kExamples{
    cli::Example{"show -n shop", "all rules of a namespace, in the order in which they are tried"},
    cli::Example{"show -n shop virtualservice/reviews -o mermaid",
                 "one VirtualService, as a diagram"},
};

}  // namespace

constinit const cli::Verb kShow{
    .info = {.name = "show",
             .arguments = "[virtualservice/NAME ...]",
             .summary =
                 "hosts, rules and destinations of VirtualServices, and what stands behind them",
             .outputs = "text wide json mermaid dot",
             .examples = kExamples,
             .names = kNamed},
    .reads = kPodsAndWorkloads | istio::kTrafficKinds,
    .run = run};

}  // namespace mesh::routes
