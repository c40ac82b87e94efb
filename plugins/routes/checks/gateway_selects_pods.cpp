// SPDX-License-Identifier: Apache-2.0
//
// RTE-60: a Gateway configures the gateway pods that its selector matches, in any namespace. If it
// matches none, or pods whose proxy is no gateway, istiod says nothing and nobody serves the hosts.
// Files often hold an application without the gateways it uses; then absence proves nothing.

#include "common/base/text.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/pod_health.h"
#include "plugins/routes/checks.h"

#include <algorithm>
#include <set>

namespace mesh::routes {
namespace {

constexpr std::size_t kNamedAtMost = 3;

// What the labels that a selector misses look like on a pod that is a gateway.
struct NearMiss {
  const Pod* pod = nullptr;
  std::vector<std::string_view> unmet;  // keys of the selector
};

// Gateways and what could be one, collected once.
struct Candidates {
  std::vector<const Pod*> routers;    // one of each workload
  std::vector<const Workload*> idle;  // want no pods
};

Candidates collect(const Snapshot& snapshot) {
  Candidates candidates;
  std::set<ObjectRef> seen;
  for (const Pod& pod : snapshot.pods()) {
    if (istio::is_router(pod) && !pod.is_finished() && seen.insert(pod.workload).second) {
      candidates.routers.push_back(&pod);
    }
  }
  for (const Workload* workload : snapshot.workloads()) {
    if (!workload->wants_pods()) {
      candidates.idle.push_back(workload);
    }
  }
  return candidates;
}

std::vector<NearMiss> near_misses(const Candidates& candidates, const Labels& selector) {
  std::vector<NearMiss> misses;
  for (const Pod* pod : candidates.routers) {
    NearMiss miss{.pod = pod, .unmet = {}};
    for (const auto& [key, value] : selector) {
      if (pod->meta.labels.get(key) != value) {
        miss.unmet.push_back(key);
      }
    }
    misses.push_back(std::move(miss));
  }
  std::stable_sort(misses.begin(), misses.end(), [](const NearMiss& a, const NearMiss& b) {
    return a.unmet.size() < b.unmet.size();
  });
  return misses;
}

// "istio=ingressgateway": the labels that a Gateway would have to select; those that usually tell
// gateways apart where the pod has none of the selector's keys.
std::string labels_to_select(const NearMiss& miss) {
  Labels labels;
  for (const std::string_view key : miss.unmet) {
    if (const auto value = miss.pod->meta.labels.find(key)) {
      labels.set(key, *value);
    }
  }
  for (const std::string_view key : {"istio", "app", "gateway.networking.k8s.io/gateway-name"}) {
    const auto value = labels.empty() ? miss.pod->meta.labels.find(key) : std::nullopt;
    if (value) {
      labels.set(key, *value);
    }
  }
  return labels.text();
}

// The workload that makes the pod, if it is at hand: it is what a user knows by name.
const ObjectRef& owner_of(const Pod& pod, const Snapshot& snapshot) {
  const Workload* workload = snapshot.workload_of(pod);
  return workload != nullptr ? workload->ref : pod.ref;
}

FieldPath labels_of_owner(const Pod& pod, const Snapshot& snapshot) {
  const Workload* workload = snapshot.workload_of(pod);
  return workload != nullptr ? workload->template_path().with("metadata", "labels")
                             : pod.path("metadata", "labels");
}

// The entry to correct, if it is clear which one; else the whole selector.
FieldPath wrong_entry(const Gateway& gateway, const std::vector<NearMiss>& misses) {
  const FieldPath path("spec", "selector");
  if (!misses.empty() && misses.front().unmet.size() == 1) {
    return path.with(misses.front().unmet.front());
  }
  return gateway.selector.size() == 1 ? path.with(gateway.selector.begin()->first) : path;
}

void suggest(const Snapshot& snapshot, const std::vector<NearMiss>& misses, Finding& finding) {
  for (std::size_t i = 0; i < misses.size() && i < kNamedAtMost; ++i) {
    const Pod& pod = *misses[i].pod;
    const std::string labels = labels_to_select(misses[i]);
    if (!labels.empty()) {
      finding.because(owner_of(pod, snapshot), labels_of_owner(pod, snapshot),
                      "is a gateway with {}", labels);
    }
  }
  if (misses.empty()) {
    finding.remedy("deploy a gateway with these labels, or correct the selector");
  } else {
    finding.remedy(
        "select {}, the labels of {}, or deploy a gateway with the labels of the selector",
        labels_to_select(misses.front()), owner_of(*misses.front().pod, snapshot).text());
  }
}

void report_no_pod(const Snapshot& snapshot, const Gateway& gateway, const Candidates& candidates,
                   Reporter& report) {
  const auto idle =
      std::find_if(candidates.idle.begin(), candidates.idle.end(), [&](const Workload* workload) {
        return workload->pod_template.meta.labels.contains_all(gateway.selector);
      });
  if (idle != candidates.idle.end() && !gateway.selector.empty()) {
    report
        .add(gateway.ref, FieldPath("spec", "selector"),
             "{} is scaled to 0, so no gateway serves these hosts", (*idle)->ref.text())
        .symptom("connection refused or timed out")
        .because((*idle)->ref, FieldPath("spec", "replicas"), "sets 0 replicas")
        .remedy("scale {} up", (*idle)->ref.text());
    return;
  }
  const std::vector<NearMiss> misses = near_misses(candidates, gateway.selector);
  Finding& finding = gateway.selector.empty()
                         ? report.add(gateway.ref, FieldPath("spec", "selector"),
                                      "no gateway pod exists, so nobody serves these hosts")
                         : report.add(gateway.ref, wrong_entry(gateway, misses),
                                      "no pod has the labels {}, so no gateway serves these hosts",
                                      gateway.selector.text());
  finding.symptom("404 NR or connection refused");
  suggest(snapshot, misses, finding);
}

void report_no_gateway(const Snapshot& snapshot, const Gateway& gateway,
                       const std::vector<const Pod*>& pods, const Candidates& candidates,
                       Reporter& report) {
  const Pod& first = *pods.front();
  Finding& finding =
      report.add(gateway.ref, FieldPath("spec", "selector"),
                 "the labels {} select {} in {}, and no proxy there is a gateway, so nobody serves "
                 "these hosts",
                 gateway.selector.text(), count_of(pods.size(), "pod"), first.ref.ns);
  finding.symptom("404 NR or connection refused")
      .because(owner_of(first, snapshot), labels_of_owner(first, snapshot),
               "has these labels and is no gateway");
  suggest(snapshot, near_misses(candidates, gateway.selector), finding);
}

void report_not_ready(const Gateway& gateway, const std::vector<const Pod*>& routers,
                      Reporter& report) {
  const Pod& first = *routers.front();
  const istio::PodHealth health = istio::health_of(first);
  Finding& finding = report.add(gateway.ref, FieldPath("spec", "selector"),
                                "none of the {} selected is ready, so nobody serves these hosts",
                                count_of(routers.size(), "gateway pod"));
  finding.symptom("connection refused or timed out");
  for (std::size_t i = 0; i < routers.size() && i < kNamedAtMost; ++i) {
    const istio::PodHealth each = istio::health_of(*routers[i]);
    finding.because(routers[i]->ref, FieldPath("status", "conditions"), "is not ready{}{}",
                    each.reason.empty() ? "" : ": ", each.reason);
  }
  finding.remedy("make the gateway pods ready: kubectl describe -n {} pod/{}", first.ref.ns,
                 first.ref.name);
}

bool is_ready_or_starting(const Pod& pod, Time now) {
  return pod.is_ready() || istio::may_be_starting(pod, istio::health_of(pod), now);
}

// Files that hold no gateway at all were written for gateways elsewhere.
bool gateways_are_known(const Snapshot& snapshot, const Candidates& candidates, Reporter& report) {
  if (!report.can_tell(snapshot, Kind::Pod)) {
    return false;
  }
  if (snapshot.is_live() || !candidates.routers.empty() || !candidates.idle.empty()) {
    return true;
  }
  if (report.not_checked().empty()) {
    report.not_checked().push_back({.code = "ROUTE021",
                                    .kind = Kind::Pod,
                                    .ns = "",
                                    .reason = "notInInput",
                                    .message = "the input holds no gateway pods"});
  }
  return false;
}

void check_gateway(const Snapshot& snapshot, const Gateway& gateway, const Candidates& candidates,
                   Reporter& report) {
  const std::vector<const Pod*> pods = istio::pods_of(snapshot, gateway);
  const std::vector<const Pod*> routers = istio::routers_of(snapshot, gateway);
  if (!routers.empty()) {
    const bool any_serves = std::any_of(routers.begin(), routers.end(), [&](const Pod* pod) {
      return is_ready_or_starting(*pod, report.now());
    });
    if (!any_serves) {
      report_not_ready(gateway, routers, report);
    }
  } else if (!pods.empty()) {
    report_no_gateway(snapshot, gateway, pods, candidates, report);
  } else if (gateways_are_known(snapshot, candidates, report)) {
    report_no_pod(snapshot, gateway, candidates, report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  if (snapshot.all<Gateway>().empty()) {
    return;
  }
  const Candidates candidates = collect(snapshot);
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    check_gateway(snapshot, gateway, candidates, report);
  }
}

}  // namespace

constinit const Check kGatewaySelectsPods{
    .info =
        {.code = "ROUTE021",
         .severity = Severity::Error,
         .title = "Gateway selects running gateway pods",
         .reads = Kinds{Kind::Gateway} | kPodsAndWorkloads,
         .explain =
             "A Gateway configures the gateway pods whose labels its `selector` matches, in every "
             "namespace. If no pod matches, or only pods whose proxy is a sidecar, or none that is "
             "ready, its hosts are served by nobody, and nothing tells: istiod accepts the object "
             "in silence.\n\n"
             "Select the labels of the pods of the gateway (`kubectl get pods -A "
             "--show-labels -l istio`), not those of its Service or Deployment.",
         .peers = "IST0101 KIA0302"},
    .run = run,
};

}  // namespace mesh::routes
