// SPDX-License-Identifier: Apache-2.0
#include "common/istio/pod_health.h"

#include "common/istio/proxy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace mesh::istio {
namespace {

constexpr std::chrono::minutes kTimeToStart{2};

constexpr std::array<std::string_view, 6> kImageReasons{"ErrImagePull",        "ImagePullBackOff",
                                                        "InvalidImageName",    "ErrImageNeverPull",
                                                        "RegistryUnavailable", "ImageInspectError"};

constexpr std::array<std::string_view, 8> kCannotStartReasons{
    "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
    "PreCreateHookError",         "PreStartHookError",    "PostStartHookError",
    "CreatePodSandboxError",      "ContainerCannotRun"};

template <std::size_t kSize>
bool contains(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const Condition* find_condition(const Pod& pod, std::string_view type) {
  const auto& conditions = pod.status.conditions;
  const auto at = std::find_if(conditions.begin(), conditions.end(),
                               [&](const Condition& each) { return each.type == type; });
  return at == conditions.end() ? nullptr : &*at;
}

const ContainerStatus* find_status(const std::vector<ContainerStatus>& statuses,
                                   std::string_view name) {
  const auto at = std::find_if(statuses.begin(), statuses.end(),
                               [&](const ContainerStatus& each) { return each.name == name; });
  return at == statuses.end() ? nullptr : &*at;
}

bool is_native_sidecar(const Container& container) {
  return container.restart_policy == "Always";
}

// ", which ran out of memory", " with exit code 1", or nothing if the status does not say.
std::string ending(const std::optional<ContainerStateTerminated>& terminated) {
  if (!terminated) {
    return {};
  }
  return terminated->reason == "OOMKilled"
             ? ": it runs out of memory (OOMKilled)"
             : fmt::format(" with exit code {}", terminated->exit_code);
}

std::string with_message(std::string text, std::string_view message) {
  return message.empty() ? text : fmt::format("{}: {}", text, message);
}

PodHealth waiting_health(const Container& container, const ContainerStatus& status,
                         std::string_view what) {
  const std::string_view reason = status.waiting->reason;
  if (contains(kImageReasons, reason)) {
    return {Ailment::Image, fmt::format("image \"{}\" cannot be pulled", container.image),
            &container, "image"};
  }
  if (contains(kCannotStartReasons, reason)) {
    return {Ailment::CannotStart,
            with_message(fmt::format("{} {} cannot be started", what, container.name),
                         status.waiting->message),
            &container,
            {}};
  }
  if (reason == "CrashLoopBackOff") {
    return {Ailment::Crash,
            fmt::format("{} {} crashes{}", what, container.name, ending(status.last_terminated)),
            &container,
            {}};
  }
  return {Ailment::Starting,
          fmt::format("{} {} is being started", what, container.name),
          &container,
          {}};
}

// A container that neither waits nor has ended: only its probes keep it from being ready.
PodHealth running_health(const Container& container, const ContainerStatus& status,
                         std::string_view what) {
  if (status.restart_count > 0 && status.last_terminated && !container.readiness_probe) {
    return {
        Ailment::Crash,
        fmt::format("{} {} keeps ending{}", what, container.name, ending(status.last_terminated)),
        &container,
        {}};
  }
  const bool starts = container.startup_probe && !container.readiness_probe;
  if (!starts && !container.readiness_probe) {
    return {
        Ailment::Starting, fmt::format("{} {} is starting", what, container.name), &container, {}};
  }
  return {Ailment::Probe,
          fmt::format("the {} probe of {} {} does not succeed", starts ? "startup" : "readiness",
                      what, container.name),
          &container, starts ? "startupProbe" : "readinessProbe"};
}

PodHealth container_health(const Container& container, const ContainerStatus& status,
                           std::string_view what) {
  if (status.waiting) {
    return waiting_health(container, status, what);
  }
  if (status.terminated) {
    return {Ailment::Crash,
            fmt::format("{} {} has ended{}", what, container.name, ending(status.terminated)),
            &container,
            {}};
  }
  return running_health(container, status, what);
}

// The init container that the pod is at; None once all are through.
PodHealth init_health(const Pod& pod) {
  for (const Container& container : pod.spec.init_containers) {
    const auto* status = find_status(pod.status.init_container_statuses, container.name);
    if (status == nullptr || is_native_sidecar(container)) {
      continue;
    }
    const bool running = !status->waiting && !status->terminated;
    if (status->ready || (status->terminated && status->terminated->exit_code == 0)) {
      continue;
    }
    if (running) {
      return {Ailment::Initializing,
              fmt::format("init container {} has not finished", container.name),
              &container,
              {}};
    }
    return container_health(container, *status, "init container");
  }
  return {};
}

// Hard failures before failing probes, and these before what is merely on its way.
int urgency(Ailment ailment) {
  switch (ailment) {
    case Ailment::Image:
    case Ailment::CannotStart:
    case Ailment::Crash:
      return 3;
    case Ailment::Probe:
      return 2;
    case Ailment::None:
      return 0;
    default:
      return 1;
  }
}

void take_worse(PodHealth& worst, const Container& container, const ContainerStatus* status,
                std::string_view what) {
  if (status == nullptr || status->ready) {
    return;
  }
  PodHealth health = container_health(container, *status, what);
  if (urgency(health.ailment) > urgency(worst.ailment)) {
    worst = std::move(health);
  }
}

// The proxy first: an application whose probe fails may do so for want of it.
PodHealth containers_health(const Pod& pod) {
  PodHealth worst;
  for (const Container& container : pod.spec.init_containers) {
    if (is_native_sidecar(container)) {
      take_worse(worst, container, find_status(pod.status.init_container_statuses, container.name),
                 "sidecar");
    }
  }
  for (const bool proxy : {true, false}) {
    for (const Container& container : pod.spec.containers) {
      if ((container.name == kProxyContainer) == proxy) {
        take_worse(worst, container, find_status(pod.status.container_statuses, container.name),
                   proxy ? "sidecar" : "container");
      }
    }
  }
  return worst;
}

PodHealth finished_health(const Pod& pod) {
  const bool failed = pod.status.phase == "Failed";
  std::string reason = pod.status.reason.empty()
                           ? (failed ? "it has failed" : "it has finished")
                           : fmt::format("it has ended ({})", pod.status.reason);
  return {Ailment::Finished, std::move(reason), nullptr, {}};
}

// What the conditions alone tell, once no container is to blame.
PodHealth condition_health(const Pod& pod) {
  const Condition* ready = find_condition(pod, "Ready");
  if (ready != nullptr && ready->reason == "ReadinessGatesNotReady") {
    return {
        Ailment::Gate, with_message("a readiness gate is not met", ready->message), nullptr, {}};
  }
  return {Ailment::Starting, "it has not started yet", nullptr, {}};
}

PodHealth place_health(const Pod& pod) {
  const Condition* scheduled = find_condition(pod, "PodScheduled");
  if (scheduled != nullptr && scheduled->status == "False") {
    return {
        Ailment::Unschedulable, with_message("no node takes it", scheduled->message), nullptr, {}};
  }
  const Condition* ready = find_condition(pod, "Ready");
  const bool lost = pod.status.phase == "Unknown" || pod.status.reason == "NodeLost" ||
                    (ready != nullptr && ready->status == "Unknown");
  return lost ? PodHealth{Ailment::NodeLost, "its node does not answer", nullptr, {}} : PodHealth{};
}

}  // namespace

PodHealth health_of(const Pod& pod) {
  if (pod.is_finished()) {
    return finished_health(pod);
  }
  if (pod.is_ready()) {
    return {};
  }
  for (PodHealth (*look)(const Pod&) : {place_health, init_health, containers_health}) {
    PodHealth health = look(pod);
    if (health.ailment != Ailment::None) {
      return health;
    }
  }
  return condition_health(pod);
}

bool may_be_starting(const Pod& pod, const PodHealth& health, Time now) {
  const bool young =
      pod.meta.creation_timestamp && now - *pod.meta.creation_timestamp < kTimeToStart;
  const bool nothing_failed = health.ailment == Ailment::Starting ||
                              health.ailment == Ailment::Initializing ||
                              health.ailment == Ailment::Probe || health.ailment == Ailment::Gate;
  return young && nothing_failed;
}

}  // namespace mesh::istio
