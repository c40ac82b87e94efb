// SPDX-License-Identifier: Apache-2.0
//
// routes trace: the way of one request or connection, from a gateway or from a client in the mesh.
#include "common/istio/trace.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/cli/find_named.h"
#include "common/cli/steps.h"
#include "common/cli/usage_error.h"
#include "common/istio/proxy.h"
#include "plugins/routes/verbs.h"
#include "plugins/routes/verbs/find_gateway_pod.h"
#include "plugins/routes/verbs/trace_from.h"
#include "plugins/routes/verbs/trace_remarks.h"
#include "plugins/routes/verbs/trace_target.h"
#include "plugins/routes/verbs/trace_words.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace mesh::routes {
namespace {

Traced trace_through(const istio::MeshIndex& index, const Pod& gateway, const TraceTarget& target) {
  const istio::ProxyScope scope(index, gateway);
  const std::int64_t port = target.port_or_default();
  Traced traced{.from = "gateway " + gateway.ref.text(),
                .trace = istio::trace_at_gateway(scope, arrives_at(index.snapshot(), gateway, port),
                                                 target.payload)};
  for (auto& remark :
       {closed_port(index.snapshot(), gateway, port), presented_certificate(traced.trace)}) {
    if (remark) {
      traced.remarks.push_back(*remark);
    }
  }
  return traced;
}

// With neither --from nor --gateway: a gateway that serves the host, else a client in the mesh.
Traced trace_anyhow(const istio::MeshIndex& index, const cli::Question& question,
                    const TraceTarget& target) {
  std::optional<Traced> first;
  for (const Pod* pod : gateway_pods_serving(question.snapshot, target.address)) {
    Traced traced = trace_through(index, *pod, target);
    if (traced.trace.result != istio::TraceResult::NoListener) {
      return traced;
    }
    if (!first) {
      first = std::move(traced);
    }
  }
  if (first) {
    return std::move(*first);
  }
  const auto pods = question.snapshot.pods();
  for (const bool in_namespace : {true, false}) {
    const auto at = std::find_if(pods.begin(), pods.end(), [&](const Pod& pod) {
      return istio::is_in_mesh(question.snapshot, pod) && !istio::is_gateway(pod) &&
             (!in_namespace || pod.ref.ns == question.default_ns);
    });
    if (at != pods.end()) {
      Traced traced = trace_from(index, *at, target);
      traced.remarks.push_back(
          {.text = fmt::format("no Gateway serves {}: traced from this client of the mesh; "
                               "--from names another",
                               target.address),
           .object = at->ref});
      return traced;
    }
  }
  throw Error("no gateway serves {}, and no pod has a sidecar: name a client with --from",
              target.address);
}

Traced trace_asked(const istio::MeshIndex& index, const cli::Question& question,
                   const TraceTarget& target) {
  const cli::Options& options = question.options;
  if (!options.from.empty()) {
    return trace_from(
        index, *cli::pods_named(question.snapshot, options.from, question.default_ns).front(),
        target);
  }
  if (options.gateway.empty()) {
    return trace_anyhow(index, question, target);
  }
  const std::vector<const Pod*> pods =
      gateway_pods_named(question.snapshot, options.gateway, question.default_ns);
  if (pods.empty()) {
    throw Error("{} has no gateway pods: nothing runs `proxy router` there", options.gateway);
  }
  return trace_through(index, *pods.front(), target);
}

std::string destination_text(const istio::Cluster& cluster) {
  const std::string share =
      cluster.name.weight > 0 ? fmt::format(" (weight {})", cluster.name.weight) : "";
  const std::string subset =
      cluster.name.subset.empty() ? "" : fmt::format(" subset {}", cluster.name.subset);
  return fmt::format("{}:{}{}{}", cluster.name.host, cluster.name.port, subset, share);
}

std::string headline_of(const Traced& traced, const TraceTarget& target,
                        const std::string& refusal) {
  const istio::Trace& trace = traced.trace;
  std::string out = fmt::format("{} from {}: {}", target.text, traced.from, text(trace.result));
  std::vector<std::string> destinations;
  for (const istio::Cluster& cluster : trace.clusters) {
    destinations.push_back(destination_text(cluster));
  }
  if (!destinations.empty()) {
    out += " to " + join_and(destinations);
  }
  const std::string symptom = refusal.empty() ? symptom_of(trace) : refusal;
  return symptom.empty() ? out : fmt::format("{}: {}", out, symptom);
}

cli::Outcome run(const cli::Question& question) {
  if (question.arguments.size() != 1) {
    throw cli::UsageError("trace takes one URL, for example: trace http://shop.example.com/cart");
  }
  if (!question.options.from.empty() && !question.options.gateway.empty()) {
    throw cli::UsageError("--from and --gateway exclude each other");
  }
  const TraceTarget target = parse_target(question.arguments.front(), question.options);
  const auto index = std::make_shared<istio::MeshIndex>(question.snapshot);
  const auto traced = std::make_shared<Traced>(trace_asked(*index, question, target));
  const istio::Reach arrived = arrival(question.snapshot, traced->trace, target.payload);
  const std::string refusal = refusal_text(arrived, target.payload);
  print::Answer answer{.kind = "Trace",
                       .headline = headline_of(*traced, target, refusal),
                       .words = nullptr,
                       .steps = traced->remarks,
                       .decided_by = std::nullopt,
                       .not_checked = {}};
  // What the trace refers to lives in the index.
  answer.words = [index, traced, refusal](print::JsonWriter& json) {
    write_trace(json, traced->trace);
    json.member_if_any("refusal", refusal);
  };
  cli::add_steps(answer, refusal.empty() ? traced->trace.reasons : istio::explain(arrived));
  return answer;
}

constexpr std::array kExamples{
    cli::Example{"trace http://shop.example.com/cart",
                 "from outside, through whichever gateway serves the host"},
    cli::Example{"trace http://shop.example.com/cart --gateway istio-system/istio-ingressgateway",
                 "through this gateway"},
    cli::Example{"trace http://reviews:9080/ --from deploy/frontend -n shop",
                 "from a pod in the mesh"},
    cli::Example{
        "trace http://reviews:9080/ --from deploy/frontend -n shop --header \"end-user: jason\"",
        "with a header that a rule may look at"},
};

}  // namespace

constinit const cli::Verb kTrace{
    .info = {.name = "trace",
             .arguments = "URL",
             .summary = "the way of one request: listener, rule, destinations; or where it stops",
             .outputs = "text wide json",
             .examples = kExamples},
    .reads = kPodsAndWorkloads | istio::kTrafficKinds,
    .run = run};

}  // namespace mesh::routes
