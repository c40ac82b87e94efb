// SPDX-License-Identifier: Apache-2.0
//
// mtls strict: whether a namespace can accept only mTLS now, what would break, and the way there.

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/cli/usage_error.h"
#include "common/istio/mesh_config.h"
#include "common/istio/peer_authentication.h"
#include "common/istio/trace.h"
#include "common/print/write_object.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/strict/plan.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/verbs.h"

#include <algorithm>
#include <array>

namespace mesh::mtls {
namespace {

void write_obstacles(print::JsonWriter& json, std::string_view name,
                     const std::vector<Obstacle>& obstacles) {
  json.key(name);
  json.begin_array();
  for (const Obstacle& obstacle : obstacles) {
    json.begin_object();
    json.key("object");
    print::write_object(json, obstacle.object);
    json.member("field", obstacle.field.text());
    json.member("reason", obstacle.reason);
    json.member("remedy", obstacle.remedy);
    json.end_object();
  }
  json.end_array();
}

void write_plan(print::JsonWriter& json, const std::vector<PlanStep>& plan) {
  json.key("plan");
  json.begin_array();
  for (const PlanStep& step : plan) {
    json.begin_object();
    json.member("text", step.text);
    json.member_if_any("command", step.command);
    json.end_object();
  }
  json.end_array();
}

void write_words(print::JsonWriter& json, const StrictReview& review,
                 const std::vector<PlanStep>& plan) {
  json.key("ready");
  json.boolean(review.blockers.empty());
  write_obstacles(json, "blockers", review.blockers);
  write_obstacles(json, "possible", review.possible);
  write_obstacles(json, "exceptions", review.exceptions);
  write_plan(json, plan);
}

// The mode now, and who sets it.
print::Step step_of_mode(const Snapshot& snapshot, std::string_view ns) {
  const istio::EffectiveMtls mtls = istio::namespace_mtls(snapshot, ns);
  print::Step step{.text = fmt::format("namespace {} is {} now", ns, istio::text(mtls.mode))};
  if (mtls.policy != nullptr) {
    step.object = mtls.policy->ref;
    step.field = mtls.field;
  }
  return step;
}

void add_steps(const std::vector<Obstacle>& obstacles, std::string_view sort,
               std::vector<print::Step>& steps) {
  for (const Obstacle& obstacle : obstacles) {
    steps.push_back({.text = fmt::format("{}: {}", sort, obstacle.reason),
                     .object = obstacle.object,
                     .field = obstacle.field});
  }
}

void add_plan(const std::vector<PlanStep>& plan, std::vector<print::Step>& steps) {
  std::size_t number = 0;
  for (const PlanStep& step : plan) {
    steps.push_back({.text = fmt::format("plan {}: {}{}{}", ++number, step.text,
                                         step.command.empty() ? "" : ": ", step.command)});
  }
}

std::string headline(const Snapshot& snapshot, std::string_view ns, const StrictReview& review) {
  const bool is_strict = istio::namespace_mtls(snapshot, ns).mode == MtlsMode::STRICT;
  std::string text =
      review.blockers.empty()
          ? fmt::format("namespace {} {} STRICT", ns, is_strict ? "is" : "can go")
          : fmt::format("namespace {} {}: {} in the way", ns,
                        is_strict ? "is STRICT, but something is cut off" : "cannot go STRICT yet",
                        count_of(review.blockers.size(), "thing"));
  if (!review.exceptions.empty()) {
    text += fmt::format("; {} {} open to plaintext", count_of(review.exceptions.size(), "thing"),
                        review.exceptions.size() == 1 ? "stays" : "stay");
  }
  if (!review.possible.empty()) {
    text += fmt::format("; {} cannot be told from manifests",
                        count_of(review.possible.size(), "thing"));
  }
  return text;
}

std::string namespace_of(const cli::Question& question) {
  if (question.arguments.size() != 1) {
    throw cli::UsageError("strict takes one namespace");
  }
  const std::string& ns = question.arguments.front();
  if (ns == istio::root_namespace(question.snapshot)) {
    throw cli::UsageError(
        "{} is the mesh's root namespace: a policy there is for the whole mesh; ask for each "
        "namespace in turn",
        ns);
  }
  const auto known = question.snapshot.namespace_names();
  if (std::find(known.begin(), known.end(), ns) == known.end() &&
      question.snapshot.find_namespace(ns) == nullptr) {
    throw Error("namespace \"{}\" not found", ns);
  }
  return ns;
}

// Without its pods nothing can be told of a namespace.
std::vector<NotChecked> gaps(const Snapshot& snapshot, std::string_view ns) {
  if (!snapshot.in_namespace<Pod>(ns).empty()) {
    return {};
  }
  return {{.code = "",
           .kind = Kind::Pod,
           .ns = std::string(ns),
           .reason = "notInInput",
           .message = fmt::format("namespace {} has no pods here: there is nothing to judge", ns)}};
}

cli::Outcome run(const cli::Question& question) {
  const Snapshot& snapshot = question.snapshot;
  const std::string ns = namespace_of(question);
  const StrictReview review = review_strict(snapshot, ns);
  const std::vector<PlanStep> plan = plan_strict(snapshot, ns, review);
  print::Answer answer{
      .kind = "StrictPlan",
      .headline = headline(snapshot, ns, review),
      .words = [review, plan](print::JsonWriter& json) { write_words(json, review, plan); },
      .steps = {step_of_mode(snapshot, ns)},
      .decided_by = review.blockers.empty() ? 0 : 1,
      .not_checked = gaps(snapshot, ns)};
  add_steps(review.blockers, "blocker", answer.steps);
  add_steps(review.possible, "possible", answer.steps);
  add_steps(review.exceptions, "exception", answer.steps);
  add_plan(plan, answer.steps);
  return answer;
}

constexpr std::array kExamples{
    cli::Example{"strict shop", "before STRICT is set for namespace shop"},
    cli::Example{"strict shop -o json", "for a script: ready, blockers and plan"},
};

}  // namespace

constinit const cli::Verb kStrict{
    .info = {.name = "strict",
             .arguments = "NAMESPACE",
             .summary =
                 "whether a namespace can accept only mTLS now, what would break, and a plan",
             .outputs = "text wide json",
             .examples = kExamples},
    .reads = kClientKinds | istio::kTrafficKinds | kMonitors | Kinds{Kind::Ingress},
    .run = run};

}  // namespace mesh::mtls
