// SPDX-License-Identifier: Apache-2.0
//
// Why a pod gets a sidecar, or none: what the API server and the injector do with it, step by step.
// It works on a running pod, on a manifest, and on the template of a workload.

#include "common/cli/find_named.h"
#include "common/cli/usage_error.h"
#include "plugins/inject/sidecar_state.h"
#include "plugins/inject/verbs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <list>

namespace mesh::inject {
namespace {

// A workload without pods is asked about by its template.
const Pod* template_of(const cli::Question& question, std::string_view word, std::list<Pod>& made) {
  const std::size_t slash = word.find('/');
  const auto kind =
      slash == std::string_view::npos ? std::nullopt : find_kind_by_word(word.substr(0, slash));
  if (!kind) {
    return nullptr;
  }
  const Workload* workload = question.snapshot.find_workload(
      {.kind = *kind, .ns = question.default_ns, .name = word.substr(slash + 1)});
  const bool has_pods =
      workload != nullptr &&
      std::any_of(question.snapshot.pods().begin(), question.snapshot.pods().end(),
                  [&](const Pod& pod) { return pod.workload == workload->ref; });
  if (workload == nullptr || has_pods) {
    return nullptr;
  }
  made.push_back(stand_in_for(*workload));
  return &made.back();
}

struct Chosen {
  const Pod* pod = nullptr;
  SidecarState state;
};

// Of several pods the first that is not as it should be, else the first.
Chosen choose(const Snapshot& snapshot, const std::vector<const Pod*>& pods) {
  Chosen first;
  for (const Pod* pod : pods) {
    Chosen each{pod, sidecar_state(snapshot, *pod)};
    if (!each.state.difference.empty()) {
      return each;
    }
    if (first.pod == nullptr) {
      first = std::move(each);
    }
  }
  return first;
}

std::string headline(const Pod& pod, const SidecarState& state) {
  const istio::Admission& expected = state.expected;
  const std::string subject = (pod.stands_in ? "pods of " : "") + pod.ref.text();
  const std::string_view s = pod.stands_in ? "" : "s";
  const std::string& decisive = expected.steps[expected.decided_by].text;
  std::string out;
  if (expected.denied_by != istio::DeniedBy::Nobody) {
    out = fmt::format("{} cannot be created: {}", subject, decisive);
  } else if (!expected.injected) {
    out = fmt::format("{} get{} no sidecar: {}", subject, s, decisive);
  } else {
    const auto templates = pod.meta.annotations.find("inject.istio.io/templates");
    out = templates
              ? fmt::format("{} get{} template {} of revision {}", subject, s, *templates,
                            expected.revision)
              : fmt::format("{} get{} a sidecar of revision {}", subject, s, expected.revision);
  }
  return state.difference.empty() ? out : out + "\nbut " + state.difference;
}

void string_or_null(print::JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void list(print::JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key);
  json.begin_array();
  for (const std::string& text : texts) {
    json.string(text);
  }
  json.end_array();
}

void write_words(print::JsonWriter& json, const SidecarState& state) {
  const istio::Admission& expected = state.expected;
  json.key("injected");
  json.boolean(expected.injected);
  string_or_null(json, "revision", expected.revision);
  list(json, "webhooksCalled", expected.webhooks_called);
  string_or_null(json, "deniedBy", istio::name_of(expected.denied_by));
  string_or_null(json, "error", expected.error);
  list(json, "containers", expected.containers);
  if (state.actual) {
    json.key("actual");
    json.begin_object();
    json.key("injected");
    json.boolean(state.actual->injected);
    string_or_null(json, "revision", state.actual->revision);
    json.end_object();
    string_or_null(json, "difference", state.difference);
  }
}

cli::Outcome run(const cli::Question& question) {
  if (question.arguments.size() != 1) {
    throw cli::UsageError("why takes one pod or workload: why POD, NAMESPACE/POD or TYPE/NAME");
  }
  const std::string& word = question.arguments.front();
  std::list<Pod> made;
  std::vector<const Pod*> pods;
  if (const Pod* of_template = template_of(question, word, made)) {
    pods.push_back(of_template);
  } else {
    pods = cli::pods_named(question.snapshot, word, question.default_ns);
  }
  const Chosen chosen = choose(question.snapshot, pods);
  print::Answer answer{
      .kind = "Injection",
      .headline = headline(*chosen.pod, chosen.state),
      .words = [state = chosen.state](print::JsonWriter& json) { write_words(json, state); },
      .steps = {},
      .decided_by = chosen.state.expected.decided_by,
      .not_checked = {}};
  for (const istio::AdmissionStep& step : chosen.state.expected.steps) {
    answer.steps.push_back(
        {.text = step.text, .object = step.object, .field = step.field, .detail = step.detail});
  }
  return answer;
}

constexpr std::array kExamples{
    cli::Example{"why deploy/cart -n shop", "the pods of a Deployment"},
    cli::Example{"why shop/cart-7d4b9c-x2x9k", "one pod"},
    cli::Example{"why deploy/cart -f deploy/", "a template that is not running yet"},
};

}  // namespace

constinit const cli::Verb kWhy{
    .info = {.name = "why",
             .arguments = "POD|TYPE/NAME",
             .summary = "why a pod gets a sidecar, or none, step by step",
             .outputs = "text wide json",
             .examples = kExamples},
    .reads = kInjectionKinds,
    .run = run};

}  // namespace mesh::inject
