// SPDX-License-Identifier: Apache-2.0
//
// Who has a sidecar and who should have one: a row for each workload, healthy ones included.

#include "common/base/text.h"
#include "common/cli/report_scope.h"
#include "plugins/inject/sidecar_state.h"
#include "plugins/inject/verbs.h"
#include "plugins/inject/workload_pods.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mesh::inject {
namespace {

using Row = std::vector<print::Cell>;

const std::vector<print::Column> kColumns{
    {"NAMESPACE", "namespace"}, {"WORKLOAD", "workload"},       {"EXPECTED", "expected"},
    {"ACTUAL", "actual"},       {"REVISION", "revision"},       {"WHY", "why"},
    {"PODS", "pods", true},     {"WEBHOOKS", "webhooks", true}, {"DECIDED BY", "decidedBy", true}};

bool is_shown(const WorkloadPods& workload, const print::Scope& scope) {
  const Pod& first = *workload.pods.front();
  const ObjectRef& owner = workload.workload != nullptr ? workload.workload->ref : first.workload;
  if (!scope.objects.empty()) {
    const auto named = [&](const ObjectRef& ref) {
      return std::find(scope.objects.begin(), scope.objects.end(), ref) != scope.objects.end();
    };
    return named(owner) || std::any_of(workload.pods.begin(), workload.pods.end(),
                                       [&](const Pod* pod) { return named(pod->ref); });
  }
  return scope.namespaces.empty() || std::find(scope.namespaces.begin(), scope.namespaces.end(),
                                               first.ref.ns) != scope.namespaces.end();
}

std::string expected_text(const istio::Admission& expected) {
  if (expected.denied_by != istio::DeniedBy::Nobody) {
    return "denied";
  }
  return expected.injected ? "sidecar" : "none";
}

// "sidecar", "none", "2 of 3"; empty for templates.
std::string actual_text(const std::vector<SidecarState>& states) {
  if (!states.front().actual) {
    return {};
  }
  const auto injected = static_cast<std::size_t>(std::count_if(
      states.begin(), states.end(),
      [](const SidecarState& state) { return state.actual && state.actual->injected; }));
  if (injected == states.size()) {
    return "sidecar";
  }
  return injected == 0 ? "none" : fmt::format("{} of {}", injected, states.size());
}

std::vector<std::string> revisions(const std::vector<SidecarState>& states) {
  std::vector<std::string> out;
  for (const SidecarState& state : states) {
    const std::string& revision = state.actual && !state.actual->revision.empty()
                                      ? state.actual->revision
                                      : state.expected.revision;
    if (!revision.empty() && std::find(out.begin(), out.end(), revision) == out.end()) {
      out.push_back(revision);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

// In a table what brings a webhook to the pod is enough.
std::string short_text(const std::string& text) {
  constexpr std::string_view kBecause = " because of ";
  const std::size_t at = text.find(kBecause);
  return at == std::string::npos ? text : text.substr(at + kBecause.size());
}

Row row_of(const Snapshot& snapshot, const WorkloadPods& workload) {
  std::vector<SidecarState> states;
  for (const Pod* pod : workload.pods) {
    states.push_back(sidecar_state(snapshot, *pod));
  }
  const auto differing = std::find_if(states.begin(), states.end(), [](const SidecarState& state) {
    return !state.difference.empty();
  });
  const SidecarState& told = differing == states.end() ? states.front() : *differing;
  const istio::AdmissionStep& decisive = told.expected.steps[told.expected.decided_by];
  const Pod& first = *workload.pods.front();
  const ObjectRef& owner = workload.workload != nullptr ? workload.workload->ref : first.workload;
  const std::string basis =
      decisive.object.name.empty()
          ? std::string()
          : decisive.object.text() + (decisive.field.empty() ? "" : " " + decisive.field.text());
  const std::string why = told.difference.empty() ? short_text(decisive.text) : told.difference;
  return {std::string(first.ref.ns),
          fmt::format("{}/{}", info(owner.kind).singular, owner.name),
          expected_text(told.expected),
          actual_text(states),
          join(revisions(states), ","),
          why,
          static_cast<std::int64_t>(first.stands_in ? 0 : states.size()),
          told.expected.webhooks_called,
          basis};
}

// The scope less what the arguments leave out.
print::Scope scope_of(const cli::Question& question) {
  print::Scope scope = question.scope;
  const std::vector<std::string> words(question.arguments.begin(), question.arguments.end());
  cli::resolve_named_objects(cli::parse_named_objects(words), question.snapshot, scope);
  return scope;
}

cli::Outcome run(const cli::Question& question) {
  const print::Scope scope = scope_of(question);
  print::StateTable table{.columns = kColumns, .rows = {}, .not_checked = {}, .graph = {}};
  for (const WorkloadPods& workload : user_workloads(question.snapshot)) {
    if (is_shown(workload, scope)) {
      table.rows.push_back(row_of(question.snapshot, workload));
    }
  }
  return table;
}

constexpr std::array kExamples{
    cli::Example{"show -A", "all workloads of the mesh"},
    cli::Example{"show -n shop deployment/cart -o json", "one workload, for a script"},
};

}  // namespace

constinit const cli::Verb kShow{.info = {.name = "show",
                                         .arguments = "[TYPE/NAME ...]",
                                         .summary = "who has a sidecar and who should, as a table",
                                         .outputs = "text wide json",
                                         .examples = kExamples,
                                         .names = kPodsAndWorkloads},
                                .reads = kInjectionKinds,
                                .run = run};

}  // namespace mesh::inject
