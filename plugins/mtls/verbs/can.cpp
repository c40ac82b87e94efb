// SPDX-License-Identifier: Apache-2.0
//
// mtls can: whether a client reaches a server port, what crosses the wire, and what decides it.
#include "common/base/text.h"
#include "common/cli/find_named.h"
#include "common/cli/steps.h"
#include "common/cli/usage_error.h"
#include "plugins/mtls/verbs.h"
#include "plugins/mtls/verbs/can_target.h"
#include "plugins/mtls/verbs/reach_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

namespace mesh::mtls {
namespace {

// "2 of 3 pods: refused_plaintext", the worst first.
std::string split_outcomes(const istio::Reach& reach) {
  std::map<std::string, std::size_t> counts;
  for (const istio::ReachedEndpoint& endpoint : reach.endpoints) {
    ++counts[std::string(istio::outcome_text(endpoint))];
  }
  std::vector<std::string> parts;
  for (const auto& [outcome, count] : counts) {
    parts.push_back(fmt::format("{} of {}: {}", count, reach.endpoints.size(), outcome));
  }
  if (reach.is_partial) {
    parts.emplace_back("a destination has no endpoint or does not exist");
  }
  return join(parts, ", ");
}

std::string headline_of(const Pod& client, const CanTarget& target, const istio::Reach& reach,
                        istio::AppProtocol protocol) {
  const std::string outcome = istio::outcome_text(reach);
  const std::string from = client.ref.text();
  if (outcome == "ok") {
    return fmt::format("{} reaches {}: {} to {}", from, target.text(), istio::wire_text(reach),
                       count_of(reach.endpoints.size(), "endpoint"));
  }
  if (outcome == "mixed") {
    return fmt::format("{} reaches {} in part: {}", from, target.text(), split_outcomes(reach));
  }
  const std::string symptom = symptom_of(outcome, protocol, reach.has_proxy);
  const bool is_open = outcome == "leaves_mesh" || outcome == "gateway";
  return fmt::format("{} {} {}: {}{}", from, is_open ? "gets to" : "does not reach", target.text(),
                     outcome, symptom.empty() ? "" : fmt::format(" ({})", symptom));
}

// Pods of the client that would get another answer.
std::size_t count_differing(const istio::MeshIndex& index, const std::vector<const Pod*>& clients,
                            const CanTarget& target, istio::AppProtocol protocol,
                            const std::string& outcome) {
  return static_cast<std::size_t>(
      std::count_if(clients.begin() + 1, clients.end(), [&](const Pod* client) {
        return istio::outcome_text(istio::reach(index, {.client = *client,
                                                        .service = *target.service,
                                                        .port = *target.port,
                                                        .protocol = protocol})) != outcome;
      }));
}

cli::Outcome run(const cli::Question& question) {
  if (question.arguments.size() != 2) {
    throw cli::UsageError(
        "can takes a client and a server, for example: can shop/frontend-x7k2p "
        "shop/reviews:9080");
  }
  const auto index = std::make_shared<istio::MeshIndex>(question.snapshot);
  const std::vector<const Pod*> clients =
      cli::pods_named(question.snapshot, question.arguments[0], question.default_ns);
  const Pod& client = *clients.front();
  const CanTarget target =
      find_server(*index, question.arguments[1], question.default_ns, client.ref.ns);
  const istio::AppProtocol protocol = app_protocol(question.options.protocol, *target.port);
  const auto reach = std::make_shared<istio::Reach>(istio::reach(
      *index,
      {.client = client, .service = *target.service, .port = *target.port, .protocol = protocol}));
  print::Answer answer{.kind = "Reachability",
                       .headline = headline_of(client, target, *reach, protocol),
                       .words = nullptr,
                       .steps = {},
                       .decided_by = std::nullopt,
                       .not_checked = {}};
  // What the traces refer to lives in the index.
  answer.words = [index, reach, protocol](print::JsonWriter& json) {
    write_reach(json, *reach, protocol);
  };
  cli::add_steps(answer, istio::explain(*reach));
  const std::size_t others =
      count_differing(*index, clients, target, protocol, istio::outcome_text(*reach));
  if (others > 0) {
    answer.steps.push_back(
        {.text = fmt::format("{} of {} get another answer; name one as NAMESPACE/POD", others,
                             count_of(clients.size(), "client pod"))});
  }
  return answer;
}

constexpr std::array kExamples{
    cli::Example{"can deploy/frontend reviews:9080 -n shop",
                 "a workload and a Service of one namespace"},
    cli::Example{"can shop/cart-7d4b9c-x2x9k payments/ledger",
                 "a pod and a Service of another namespace"},
    cli::Example{"can deploy/batch db:5432 -n shop --protocol tcp",
                 "the application speaks neither HTTP nor TLS"},
};

}  // namespace

constinit const cli::Verb kCan{
    .info = {.name = "can",
             .arguments = "CLIENT SERVER[:PORT]",
             .summary = "whether a client reaches a server port, and what decides it",
             .outputs = "text wide json",
             .examples = kExamples},
    .reads = kPodsAndWorkloads | istio::kTrafficKinds,
    .run = run};

}  // namespace mesh::mtls
