// SPDX-License-Identifier: Apache-2.0
//
// PORT-71, CRT-34: a sidecar becomes ready once istiod has sent it listeners and clusters, for
// which it needs a valid token, and stays ready from then on. A sidecar that is not ready keeps the
// whole pod out of its Services; a native one keeps the application from starting.

#include "common/istio/proxy.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/workload_pods.h"

namespace mesh::inject {
namespace {

// How long a new pod may take before its sidecar counts as not coming up.
constexpr std::chrono::seconds kTimeToStart{60};

struct Status {
  const ContainerStatus* container = nullptr;
  FieldPath field;
};

Status proxy_status(const Pod& pod) {
  const auto find = [](const std::vector<ContainerStatus>& list, std::string_view key) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (list[i].name == istio::kProxyContainer) {
        return Status{&list[i], FieldPath("status", key, i)};
      }
    }
    return Status{};
  };
  const Status native = find(pod.status.init_container_statuses, "initContainerStatuses");
  return native.container != nullptr ? native
                                     : find(pod.status.container_statuses, "containerStatuses");
}

// A native sidecar that does not come up holds its pod in phase Pending; without a creation time
// that cannot be told from a pod that has just begun.
bool is_starting(const Pod& pod, const ContainerStatus& status, Time now) {
  const auto& created = pod.meta.creation_timestamp;
  const std::string_view waiting = status.waiting ? status.waiting->reason : std::string_view();
  return (created && now - *created < kTimeToStart) || waiting == "ContainerCreating" ||
         waiting == "PodInitializing" ||
         (pod.status.phase == "Pending" && !status.waiting && !created);
}

bool has_broken_sidecar(const Pod& pod, Time now) {
  const ContainerStatus* status = proxy_status(pod).container;
  if (!pod.is_running_object() || !istio::has_sidecar(pod) || status == nullptr || status->ready) {
    return false;
  }
  const bool told_to_quit = status->terminated && status->terminated->exit_code == 0;
  return !told_to_quit && !is_starting(pod, *status, now);
}

std::string what_to_do(const Pod& pod, const ContainerStatus& status) {
  const std::string_view waiting = status.waiting ? status.waiting->reason : std::string_view();
  if (waiting.find("Image") != std::string_view::npos) {
    return "make the proxy image available to the node, or correct hub and tag of the installation";
  }
  const std::string logs =
      fmt::format("kubectl logs {} -n {} -c istio-proxy", pod.ref.name, pod.ref.ns);
  return waiting.empty()
             ? logs + " tells what it waits for: istiod (port 15012), or its certificate"
             : logs + " --previous tells why it ends";
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const std::vector<const Pod*> affected =
        workload.those([&](const Pod& pod) { return has_broken_sidecar(pod, report.now()); });
    if (affected.empty()) {
      continue;
    }
    const Pod& pod = *affected.front();
    const Status status = proxy_status(pod);
    report
        .add(pod.ref, status.field, "istio-proxy is not ready: {}; {} no traffic from Services",
             why_not_ready(*status.container), subject(workload, affected.size(), "gets", "get"))
        .symptom("503 UH or connection refused where no other pod is ready")
        .remedy("{}", what_to_do(pod, *status.container));
  }
}

}  // namespace

constinit const Check kSidecarReady{
    .info =
        {.code = "INJ027",
         .severity = Severity::Error,
         .title = "Sidecars are ready",
         .reads = kPodsAndWorkloads,
         .explain =
             "A pod is ready only if its sidecar is, so a sidecar that does not come up takes the "
             "application out of its Services too. A new sidecar becomes ready when istiod has "
             "sent it configuration. It waits for ever if it cannot reach istiod on port 15012 "
             "(NetworkPolicy, a removed revision, DNS), or if istiod refuses its token (clock "
             "skew, wrong audience, another mesh's CA).\n\nRead `kubectl logs POD -c istio-proxy` "
             "(`--previous` when it restarts), then look at istiod's log for the same pod."},
    .run = run,
};

}  // namespace mesh::inject
