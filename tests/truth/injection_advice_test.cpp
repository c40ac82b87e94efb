// SPDX-License-Identifier: Apache-2.0
//
// The step that decides names an object and a field. Who changes that field as the step suggests
// gets another answer; where several things stand in the way, after doing so for each in turn.
#include "common/istio/admission.h"
#include "common/istio/injector_policy.h"
#include "common/istio/revision.h"
#include "tests/support/catch.h"
#include "tests/truth/injection_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

using namespace mesh;

namespace {

constexpr int kMostSteps = 4;

// A namespace and a pod that are changed, and the text that changed labels hold.
struct World {
  Namespace ns;
  Pod pod;
  std::string revision;
};

const std::string* last_key(const FieldPath& field) {
  return field.empty() ? nullptr : std::get_if<std::string>(&field.steps().back());
}

bool is_in(const FieldPath& field, std::string_view list) {
  const std::string* middle =
      field.steps().size() == 3 ? std::get_if<std::string>(&field.steps()[1]) : nullptr;
  return middle != nullptr && *middle == list;
}

// A label that names what is not served is set to what is; one that enrols is removed.
void change_revision(Labels& labels, const World& world, bool enrols) {
  if (enrols) {
    labels.erase("istio.io/rev");
  } else {
    labels.set("istio.io/rev", world.revision);
  }
}

bool change_namespace(World& world, const istio::Admission& answer, const FieldPath& field) {
  Labels& labels = world.ns.meta.labels;
  const std::string& key = *last_key(field);
  if (key == "istio-injection" && labels.get(key) == "enabled" && answer.webhooks_called.empty()) {
    labels.erase(key);
    labels.set("istio.io/rev", world.revision);
  } else if (key == "istio-injection" && labels.get(key) == "enabled") {
    labels.erase(key);
  } else if (key == "istio-injection" || key == "labels") {
    labels.set("istio-injection", "enabled");
  } else if (key == "istio.io/rev") {
    change_revision(labels, world, !answer.webhooks_called.empty());
  } else if (key.starts_with("pod-security")) {
    labels.erase(key);
  } else {
    return false;
  }
  return true;
}

bool change_pod(World& world, const istio::Admission& answer, const FieldPath& field) {
  const std::string& key = *last_key(field);
  if (is_in(field, "annotations")) {
    world.pod.meta.annotations.erase(key);
    world.pod.meta.pod_annotations = nullptr;
  } else if (key == "istio.io/rev") {
    change_revision(world.pod.meta.labels, world, !answer.webhooks_called.empty());
  } else if (is_in(field, "labels")) {
    world.pod.meta.labels.erase(key);
  } else if (key == "hostNetwork") {
    world.pod.spec.host_network = false;
  } else {
    return false;
  }
  return true;
}

// False for what this table knows no change of: system namespaces, webhooks, a pod's containers.
bool follow(World& world, const istio::Admission& answer) {
  const istio::AdmissionStep& step = answer.steps[answer.decided_by];
  if (step.object.kind == Kind::ConfigMap) {
    world.pod.meta.labels.set(istio::kInjectKey, answer.injected ? "false" : "true");
    return true;
  }
  if (answer.reason == istio::InjectionReason::NoWebhook) {
    return false;
  }
  if (answer.reason == istio::InjectionReason::SelectorsExclude && answer.webhooks_called.empty()) {
    world.ns.meta.labels.erase("istio.io/rev");
    world.ns.meta.labels.set("istio-injection", "enabled");
    return true;
  }
  if (last_key(step.field) == nullptr) {
    return false;
  }
  return step.object.kind == Kind::Namespace
             ? change_namespace(world, answer, step.field)
             : step.object.kind == Kind::Pod && change_pod(world, answer, step.field);
}

auto words(const istio::Admission& answer) {
  return std::tie(answer.injected, answer.revision, answer.webhooks_called, answer.denied_by,
                  answer.error);
}

// What the case is about: "namespace metadata.labels.istio-injection".
std::string subject(const istio::Admission& answer) {
  const istio::AdmissionStep& step = answer.steps[answer.decided_by];
  const std::string field =
      is_in(step.field, "annotations") && *last_key(step.field) != istio::kInjectKey
          ? "metadata.annotations[…]"
          : step.field.text();
  return fmt::format("{} {}", info(step.object.kind).singular, field);
}

struct Count {
  int asked = 0;
  int at_once = 0;
  int later = 0;
  int unknown = 0;
  int unchanged = 0;
};

void try_case(const test::InjectionGroup& group, const test::InjectionCase& each,
              std::map<std::string, Count>& counts) {
  const Snapshot& snapshot = *group.snapshot;
  World world{*snapshot.find_namespace(each.ns), *snapshot.find<Pod>(each.ns, each.pod), {}};
  const std::vector<std::string> served = istio::served_revisions(snapshot);
  world.revision = served.empty() ? "" : served.back();
  const istio::Admission first = istio::admit(snapshot, world.pod);
  Count& count = counts[subject(first)];
  ++count.asked;
  istio::Admission answer = first;
  for (int step = 1; step <= kMostSteps; ++step) {
    if (!follow(world, answer)) {
      ++count.unknown;
      return;
    }
    const Snapshot changed = test::snapshot_with(group, world.ns, world.pod);
    answer = istio::admit(changed, *changed.find<Pod>(each.ns, each.pod));
    if (words(answer) != words(first)) {
      ++(step == 1 ? count.at_once : count.later);
      return;
    }
  }
  ++count.unchanged;
  fmt::print("{}: following the advice changes nothing: {}\n", each.id,
             answer.steps[answer.decided_by].text);
}

}  // namespace

TEST_CASE("changing what decides as the step suggests changes the answer") {
  std::map<std::string, Count> counts;
  for (const std::string& file : test::injection_case_files()) {
    for (const test::InjectionGroup& group : test::injection_groups(file)) {
      for (const test::InjectionCase& each : group.cases) {
        try_case(group, each, counts);
      }
    }
  }
  fmt::print("{:<72} {:>6} {:>8} {:>6} {:>10} {:>10}\n", "what decides", "asked", "at once",
             "later", "no change", "unchanged");
  for (const auto& [about, count] : counts) {
    fmt::print("{:<72} {:>6} {:>8} {:>6} {:>10} {:>10}\n", about, count.asked, count.at_once,
               count.later, count.unknown, count.unchanged);
    CHECK(count.unchanged == 0);
  }
}
