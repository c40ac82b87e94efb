// SPDX-License-Identifier: Apache-2.0
#include "common/istio/upstream.h"

#include "common/istio/endpoints.h"
#include "common/istio/peer_authentication.h"
#include "common/istio/proxy.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace mesh::istio {
namespace {

constexpr std::string_view kTlsModeLabel = "security.istio.io/tlsMode";

// The injector sets the label where the user has not; a pod that it has yet to fill in will have
// it.
bool is_labelled(const Snapshot& snapshot, const Pod& pod) {
  if (pod.meta.labels.contains(kTlsModeLabel)) {
    return is_labelled_for_mtls(pod);
  }
  return !pod.is_running_object() && !has_proxy(pod) && is_in_mesh(snapshot, pod);
}

// MTLS-23: the label, and the policy of the endpoint's own port.
bool speaks_mtls(const Snapshot& snapshot, const Pod& pod, std::int64_t port) {
  return is_labelled(snapshot, pod) &&
         effective_mtls(snapshot, pod, static_cast<std::int32_t>(port)).mode != MtlsMode::DISABLE;
}

// MTLS-28: its label, else whether it names a service account.
bool is_labelled(const WorkloadEndpoint& endpoint) {
  const auto mode = endpoint.labels.find(kTlsModeLabel);
  return mode ? *mode == "istio" : !endpoint.service_account.empty();
}

UpstreamEndpoint of_pod(const Snapshot& snapshot, const Pod& pod, std::string_view address,
                        std::int64_t port, bool is_healthy) {
  return {.address = std::string(address),
          .port = port,
          .pod = &pod,
          .is_healthy = is_healthy,
          .is_labelled = is_labelled(snapshot, pod),
          .speaks_mtls = speaks_mtls(snapshot, pod, port),
          .labels = pod.meta.labels,
          .node = pod.spec.node_name};
}

std::vector<UpstreamEndpoint> of_service(const Snapshot& snapshot, const Service& service,
                                         const ServicePort& port) {
  std::vector<UpstreamEndpoint> out;
  for (const ServiceEndpoint& endpoint : endpoints_of(snapshot, service, port)) {
    if (endpoint.pod != nullptr) {
      out.push_back(
          of_pod(snapshot, *endpoint.pod, endpoint.address, endpoint.port, endpoint.ready));
    } else {
      const bool is_in_mesh = endpoint.entry != nullptr && is_labelled(endpoint.entry->spec);
      out.push_back({.address = std::string(endpoint.address),
                     .port = endpoint.port,
                     .pod = nullptr,
                     .is_healthy = endpoint.ready,
                     .is_labelled = is_in_mesh,
                     .speaks_mtls = is_in_mesh,
                     .labels = endpoint.entry != nullptr ? endpoint.entry->spec.labels : Labels(),
                     .node = {}});
    }
  }
  return out;
}

std::int64_t own_port(const ServiceEntryPort& port) {
  return port.target_port.value_or(0) != 0 ? *port.target_port : port.number.value_or(0);
}

// An endpoint may give the port of that name another number.
std::int64_t port_in(const WorkloadEndpoint& endpoint, const ServiceEntryPort& port) {
  const auto at = std::find_if(endpoint.ports.begin(), endpoint.ports.end(),
                               [&](const auto& entry) { return entry.first == port.name; });
  return at != endpoint.ports.end() && at->second != 0 ? at->second : own_port(port);
}

UpstreamEndpoint of_endpoint(const WorkloadEndpoint& endpoint, const ServiceEntryPort& port) {
  return {.address = std::string(endpoint.address),
          .port = port_in(endpoint, port),
          .pod = nullptr,
          .is_healthy = true,
          .is_labelled = is_labelled(endpoint),
          .speaks_mtls = is_labelled(endpoint),
          .labels = endpoint.labels,
          .node = {}};
}

void append_selected(const Snapshot& snapshot, const ServiceEntry& entry,
                     const ServiceEntryPort& port, std::vector<UpstreamEndpoint>& out) {
  const Labels& wanted = entry.workload_selector->labels;
  for (const Pod* pod : snapshot.pods_matching(entry.ref.ns, wanted)) {
    if (!pod->is_finished() && !pod->status.pod_ip.empty()) {
      out.push_back(of_pod(snapshot, *pod, pod->status.pod_ip, own_port(port), pod->is_ready()));
    }
  }
  for (const WorkloadEntry& workload : snapshot.in_namespace<WorkloadEntry>(entry.ref.ns)) {
    if (workload.spec.labels.contains_all(wanted)) {
      out.push_back(of_endpoint(workload.spec, port));
    }
  }
}

std::vector<UpstreamEndpoint> of_entry(const Snapshot& snapshot, const MeshService& service,
                                       const ServiceEntryPort& port) {
  const ServiceEntry& entry = *service.entry;
  std::vector<UpstreamEndpoint> out;
  if (entry.workload_selector) {
    append_selected(snapshot, entry, port, out);
    return out;
  }
  for (const WorkloadEndpoint& endpoint : entry.endpoints) {
    out.push_back(of_endpoint(endpoint, port));
  }
  const bool resolves_host =
      service.resolution == Resolution::Dns || service.resolution == Resolution::DnsRoundRobin;
  if (out.empty() && resolves_host) {
    out.push_back({.address = service.host,
                   .port = own_port(port),
                   .pod = nullptr,
                   .is_healthy = true,
                   .is_labelled = false,
                   .speaks_mtls = false,
                   .labels = {},
                   .node = {}});
  }
  return out;
}

void append_named(const Snapshot& snapshot, const MeshService& source, std::string_view port_name,
                  std::vector<UpstreamEndpoint>& out) {
  for (const MeshPort& port : source.ports) {
    if (port.name != port_name) {
      continue;
    }
    const std::vector<UpstreamEndpoint> own =
        port.service_port != nullptr ? of_service(snapshot, *source.service, *port.service_port)
                                     : of_entry(snapshot, source, *port.entry_port);
    out.insert(out.end(), own.begin(), own.end());
    return;
  }
}

}  // namespace

std::vector<UpstreamEndpoint> upstream_endpoints(const MeshIndex& index, const MeshService& service,
                                                 const MeshPort& port) {
  std::vector<UpstreamEndpoint> out;
  bool is_known = false;
  for (const MeshService* source : index.with_host(service.host)) {
    if (source->ns == service.ns) {
      append_named(index.snapshot(), *source, port.name, out);
      is_known = true;
    }
  }
  if (!is_known) {  // not discovered, but Kubernetes has it
    append_named(index.snapshot(), service, port.name, out);
  }
  std::sort(out.begin(), out.end(), [](const UpstreamEndpoint& a, const UpstreamEndpoint& b) {
    return std::tie(a.address, a.port) < std::tie(b.address, b.port);
  });
  return out;
}

}  // namespace mesh::istio
