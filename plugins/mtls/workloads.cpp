// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/workloads.h"

#include "common/istio/mesh_config.h"
#include "common/istio/port_protocol.h"
#include "common/istio/proxy.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mesh::mtls {
namespace {

constexpr std::size_t kNamesShown = 5;

bool is_ambient(const Snapshot& snapshot, const Pod& pod) {
  constexpr std::string_view kKey = "istio.io/dataplane-mode";
  const auto own = pod.meta.labels.find(kKey);
  return (own ? *own : snapshot.namespace_labels(pod.ref.ns).get(kKey)) == "ambient";
}

// A workload's pods need not stand side by side: they are sorted by name.
class UnmeshedWorkloads {
 public:
  explicit UnmeshedWorkloads(const Snapshot& snapshot) {
    for (const Pod& pod : snapshot.pods()) {
      if (is_subject(snapshot, pod) && !pod.meta.deletion_timestamp) {
        add(pod, istio::is_in_mesh(snapshot, pod));
      }
    }
    for (auto& [ns, workloads] : by_namespace) {
      std::erase_if(workloads, [](const UnmeshedWorkload& each) { return each.bare == 0; });
      std::sort(workloads.begin(), workloads.end(), is_before);
    }
  }

  std::map<std::string_view, std::vector<UnmeshedWorkload>> by_namespace;

 private:
  static bool is_before(const UnmeshedWorkload& a, const UnmeshedWorkload& b) {
    return a.pod < b.pod;  // elements of one sorted array
  }

  void add(const Pod& pod, bool in_mesh) {
    std::vector<UnmeshedWorkload>& here = by_namespace[pod.ref.ns];
    const auto [at, is_new] = place_.emplace(pod.workload, here.size());
    if (is_new) {
      here.emplace_back();
    }
    UnmeshedWorkload& workload = here[at->second];
    ++workload.pods;
    if (!in_mesh) {
      ++workload.bare;
      workload.pod = workload.pod == nullptr ? &pod : workload.pod;
    }
  }

  std::map<ObjectRef, std::size_t> place_;  // in its namespace's list
};

}  // namespace

bool is_subject(const Snapshot& snapshot, const Pod& pod) {
  return !pod.is_finished() && !istio::is_ignored_namespace(pod.ref.ns) &&
         !istio::is_gateway(pod) && !istio::is_control_plane(pod) && !is_ambient(snapshot, pod);
}

bool serves_raw_tcp(const Snapshot& snapshot, const Pod& pod) {
  const auto services = snapshot.services_selecting(pod);
  const auto is_raw = [](const ServicePort& port) {
    const istio::Protocol protocol = istio::protocol_of(port).protocol;
    return istio::is_tcp(protocol) && !istio::is_tls(protocol);
  };
  return !services.empty() &&
         std::all_of(services.begin(), services.end(), [&](const Service* service) {
           return std::all_of(service->ports.begin(), service->ports.end(), is_raw);
         });
}

std::vector<std::string> workload_names(const std::vector<const Pod*>& pods) {
  std::vector<std::string> names;
  for (const Pod* pod : pods) {
    const std::string name = pod->workload.text();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> first_names(std::vector<std::string> names) {
  if (names.size() > kNamesShown) {
    const std::size_t more = names.size() - kNamesShown;
    names.resize(kNamesShown);
    names.push_back(fmt::format("and {} more", more));
  }
  return names;
}

std::span<const UnmeshedWorkload> unmeshed_workloads(const Snapshot& snapshot,
                                                     std::string_view ns) {
  const auto& by_namespace = snapshot.view<UnmeshedWorkloads>().by_namespace;
  const auto found = by_namespace.find(ns);
  return found != by_namespace.end() ? std::span(found->second)
                                     : std::span<const UnmeshedWorkload>();
}

InjectionPlace injection_place(const Snapshot& snapshot, const Pod& pod,
                               const istio::InjectionDecision& decision) {
  if (decision.injected || !(decision.decided_by == pod.ref)) {
    return {pod.ref, pod.path("spec", "containers")};
  }
  const Workload* workload = snapshot.workload_of(pod);
  const bool is_in_template = !pod.stands_in && workload != nullptr;
  return is_in_template
             ? InjectionPlace{workload->ref, workload->template_path().with(decision.field)}
             : InjectionPlace{pod.ref, decision.field};
}

}  // namespace mesh::mtls
