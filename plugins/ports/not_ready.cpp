// SPDX-License-Identifier: Apache-2.0
#include "plugins/ports/not_ready.h"

#include "common/base/text.h"
#include "plugins/ports/container_place.h"

#include <algorithm>

namespace mesh::ports {
namespace {

using istio::Ailment;

// Where it is written what keeps the pod from being ready: a field of the container to blame.
FieldPath field_in_pod(const Pod& pod, const istio::PodHealth& health) {
  if (health.container == nullptr) {
    return FieldPath("status", "conditions");
  }
  const FieldPath container = place_in_pod(pod, *health.container).path;
  return health.field.empty() ? container : container.with(health.field);
}

// "container x in deployment shop/cart", to be corrected.
std::string owner_text(const Snapshot& snapshot, const Pod& pod, const Container& container) {
  const auto written = place_in_template(snapshot, pod, container.name);
  return fmt::format("container {} of {}", container.name,
                     written ? written->object.text() : pod.workload.text());
}

std::string logs_command(const Pod& pod, const Container& container, bool previous) {
  return fmt::format("kubectl logs -n {} {} -c {}{}", pod.ref.ns, pod.ref.name, container.name,
                     previous ? " --previous" : "");
}

std::string remedy_for_container(const Snapshot& snapshot, const Pod& pod,
                                 const istio::PodHealth& health) {
  const Container& container = *health.container;
  const std::string owner = owner_text(snapshot, pod, container);
  switch (health.ailment) {
    case Ailment::Image:
      return fmt::format("correct the image of {}, or give the pods the right to pull it", owner);
    case Ailment::CannotStart:
      return fmt::format("create what {} refers to, or correct the reference", owner);
    case Ailment::Crash:
      return fmt::format("repair what ends {}: {}", owner, logs_command(pod, container, true));
    case Ailment::Probe:
      return fmt::format("make {} answer its probe, or correct the probe: {}", owner,
                         logs_command(pod, container, false));
    default:
      return fmt::format("wait for {}, or see what it waits for: {}", owner,
                         logs_command(pod, container, false));
  }
}

std::string remedy_for(const Snapshot& snapshot, const Pod& pod, const istio::PodHealth& health) {
  if (health.container != nullptr) {
    return remedy_for_container(snapshot, pod, health);
  }
  const std::string describe =
      fmt::format("kubectl describe pod -n {} {}", pod.ref.ns, pod.ref.name);
  switch (health.ailment) {
    case Ailment::Unschedulable:
      return fmt::format("make room on the nodes, or change what the pod asks of them: {}",
                         describe);
    case Ailment::NodeLost:
      return fmt::format("bring node {} back, or delete the pod so that it moves",
                         pod.spec.node_name);
    default:
      return fmt::format("see what keeps the pod from being ready: {}", describe);
  }
}

}  // namespace

std::vector<NotReadyGroup> group_by_reason(const std::vector<const Pod*>& pods) {
  std::vector<NotReadyGroup> groups;
  for (const Pod* pod : pods) {
    istio::PodHealth health = istio::health_of(*pod);
    const auto at = std::find_if(groups.begin(), groups.end(), [&](const NotReadyGroup& group) {
      return group.health.reason == health.reason;
    });
    if (at != groups.end()) {
      at->pods.push_back(pod);
    } else {
      groups.push_back({std::move(health), {pod}});
    }
  }
  std::erase_if(groups, [](const NotReadyGroup& g) { return g.health.ailment == Ailment::None; });
  std::stable_sort(
      groups.begin(), groups.end(),
      [](const NotReadyGroup& a, const NotReadyGroup& b) { return a.pods.size() > b.pods.size(); });
  return groups;
}

std::string reasons_text(const std::vector<NotReadyGroup>& groups) {
  if (groups.size() == 1) {
    return groups.front().health.reason;
  }
  std::vector<std::string> parts;
  for (const NotReadyGroup& group : groups) {
    parts.push_back(fmt::format("{}: {}", count_of(group.pods.size(), "pod"), group.health.reason));
  }
  return join(parts, "; ");
}

void explain_not_ready(const Snapshot& snapshot, const std::vector<NotReadyGroup>& groups,
                       Finding& finding) {
  for (const NotReadyGroup& group : groups) {
    const Pod& pod = *group.pods.front();
    if (!(pod.ref == finding.object)) {
      finding.because(pod.ref, field_in_pod(pod, group.health), "is not ready: {}",
                      group.health.reason);
    }
  }
  if (!groups.empty()) {
    finding.remedy("{}", remedy_for(snapshot, *groups.front().pods.front(), groups.front().health));
  }
}

}  // namespace mesh::ports
