// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/scrapes.h"

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "plugins/mtls/pod_metadata.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace mesh::mtls {
namespace {

constexpr std::string_view kPortAnnotation = "prometheus.io/port";

// MTLS-29: the injector points the annotations to the agent's port 15020, where the application's
// metrics are merged in. A template keeps its own until it is injected, and is merged unless it
// says no.
bool will_be_merged(const Pod& pod) {
  return !pod.is_running_object() &&
         !equals_ignoring_case(pod.meta.annotations.get("prometheus.istio.io/merge-metrics"),
                               "false");
}

std::optional<std::int32_t> annotated_port(const Pod& pod) {
  const bool is_scraped =
      equals_ignoring_case(pod.meta.annotations.get("prometheus.io/scrape"), "true");
  const auto port = parse_number(pod.meta.annotations.get(kPortAnnotation));
  return is_scraped && port && !will_be_merged(pod)
             ? std::optional(static_cast<std::int32_t>(*port))
             : std::nullopt;
}

// A port of the pod's containers, and where it stands: a number may stand nowhere.
struct FoundPort {
  std::int32_t number = 0;
  FieldPath field;
};

std::optional<FoundPort> container_port(const Pod& pod, const IntOrString& port) {
  const std::vector<Container>& containers = pod.spec.containers;
  for (std::size_t i = 0; i < containers.size(); ++i) {
    for (std::size_t k = 0; k < containers[i].ports.size(); ++k) {
      const ContainerPort& declared = containers[i].ports[k];
      if (port.is_name() ? declared.name == port.name : declared.container_port == port.number) {
        return FoundPort{declared.container_port, pod.path("spec", "containers", i, "ports", k)};
      }
    }
  }
  if (port.is_name() || !port.is_set()) {
    return std::nullopt;
  }
  return FoundPort{port.number, pod.path("spec", "containers")};
}

class Search {
 public:
  explicit Search(const Snapshot& snapshot) : snapshot_(snapshot) {}

  std::vector<Scrape> run() {
    add_annotated();
    for (const ServiceMonitor& monitor : snapshot_.all<ServiceMonitor>()) {
      add_of_services(monitor);
    }
    for (const PodMonitor& monitor : snapshot_.all<PodMonitor>()) {
      add_of_pods(monitor, "podMetricsEndpoints");
    }
    for (const PodMonitoring& monitor : snapshot_.all<PodMonitoring>()) {
      add_of_pods(monitor, "endpoints");
    }
    for (const ClusterPodMonitoring& monitor : snapshot_.all<ClusterPodMonitoring>()) {
      add_of_pods(monitor, "endpoints");
    }
    std::stable_sort(scrapes_.begin(), scrapes_.end(), [](const Scrape& a, const Scrape& b) {
      return std::tuple(a.object, a.field.text(), a.monitor) <
             std::tuple(b.object, b.field.text(), b.monitor);
    });
    return std::move(scrapes_);
  }

 private:
  void add_annotated() {
    std::set<ObjectRef> told;
    for (const Pod& pod : snapshot_.pods()) {
      const auto port = annotated_port(pod);
      if (port && told.insert(pod.workload).second) {
        const MetadataPlace place = place_of_annotation(snapshot_, pod, kPortAnnotation);
        scrapes_.push_back({.object = place.object,
                            .field = place.field,
                            .monitor = {},
                            .monitor_field = {},
                            .pods = {{&pod, *port}}});
      }
    }
  }

  std::vector<std::string_view> namespaces_of(const Monitor& monitor) const {
    const bool any = monitor.ref.ns.empty() || (monitor.namespaces && monitor.namespaces->any);
    if (any) {
      const auto all = snapshot_.namespace_names();
      return {all.begin(), all.end()};
    }
    const bool named = monitor.namespaces && !monitor.namespaces->match_names.empty();
    return named ? monitor.namespaces->match_names : std::vector{monitor.ref.ns};
  }

  // The scrape of an endpoint; nullopt if it brings a certificate.
  static std::optional<Scrape> scrape_by(const Monitor& monitor, std::size_t index,
                                         std::string_view list) {
    const ScrapeEndpoint& endpoint = monitor.endpoints[index];
    const bool is_tls = equals_ignoring_case(endpoint.scheme, "https");
    if (is_tls && endpoint.tls && endpoint.tls->has_certificate()) {
      return std::nullopt;
    }
    return Scrape{.object = {},
                  .field = {},
                  .monitor = monitor.ref,
                  .monitor_field = FieldPath("spec", list, index),
                  .is_tls = is_tls,
                  .pods = {}};
  }

  static void add_pod(Scrape& scrape, const Pod& pod, std::optional<std::int32_t> port) {
    const bool is_known =
        std::any_of(scrape.pods.begin(), scrape.pods.end(),
                    [&](const ScrapedPod& each) { return each.pod->workload == pod.workload; });
    if (port && !is_known) {
      scrape.pods.push_back({&pod, *port});
    }
  }

  void add_of_services(const ServiceMonitor& monitor) {
    for (const std::string_view ns : namespaces_of(monitor)) {
      for (const Service& service : snapshot_.in_namespace<Service>(ns)) {
        if (!monitor.selector.matches(service.meta.labels)) {
          continue;
        }
        for (std::size_t i = 0; i < monitor.endpoints.size(); ++i) {
          if (auto scrape = scrape_by(monitor, i, "endpoints")) {
            add_of_service(service, monitor.endpoints[i], std::move(*scrape));
          }
        }
      }
    }
  }

  // `port` names a port of the Service, `targetPort` one of its pods.
  void add_of_service(const Service& service, const ScrapeEndpoint& endpoint, Scrape scrape) {
    scrape.object = service.ref;
    scrape.field = FieldPath("spec", "ports");
    for (std::size_t i = 0; i < service.ports.size(); ++i) {
      const ServicePort& port = service.ports[i];
      if (!endpoint.port.is_set() || port.name != endpoint.port.name) {
        continue;
      }
      scrape.field = FieldPath("spec", "ports", i);
      for (const Pod* pod : istio::pods_of(snapshot_, service)) {
        add_pod(scrape, *pod, istio::target_port_in(*pod, port));
      }
    }
    if (!endpoint.port.is_set()) {
      for (const Pod* pod : istio::pods_of(snapshot_, service)) {
        const auto found = container_port(*pod, endpoint.target_port);
        add_pod(scrape, *pod, found ? std::optional(found->number) : std::nullopt);
      }
    }
    add(std::move(scrape));
  }

  void add_of_pods(const Monitor& monitor, std::string_view list) {
    for (const std::string_view ns : namespaces_of(monitor)) {
      for (std::size_t i = 0; i < monitor.endpoints.size(); ++i) {
        if (const auto scrape = scrape_by(monitor, i, list)) {
          add_of_pods(monitor, ns, monitor.endpoints[i], *scrape);
        }
      }
    }
  }

  void add_of_pods(const Monitor& monitor, std::string_view ns, const ScrapeEndpoint& endpoint,
                   const Scrape& scrape) {
    std::set<ObjectRef> told;
    for (const Pod& pod : snapshot_.in_namespace<Pod>(ns)) {
      if (pod.is_finished() || !monitor.selector.matches(pod.meta.labels) ||
          !told.insert(pod.workload).second) {
        continue;
      }
      if (auto found = port_in(pod, endpoint)) {
        Scrape each = scrape;
        each.object = pod.ref;
        each.field = std::move(found->field);
        each.pods.push_back({&pod, found->number});
        scrapes_.push_back(std::move(each));
      }
    }
  }

  static std::optional<FoundPort> port_in(const Pod& pod, const ScrapeEndpoint& endpoint) {
    if (endpoint.port.is_set()) {
      return container_port(pod, endpoint.port);
    }
    IntOrString port = endpoint.target_port;
    if (endpoint.port_number) {
      port = {};
      port.number = *endpoint.port_number;
    }
    return container_port(pod, port);
  }

  void add(Scrape scrape) {
    if (!scrape.pods.empty()) {
      scrapes_.push_back(std::move(scrape));
    }
  }

  const Snapshot& snapshot_;
  std::vector<Scrape> scrapes_;
};

}  // namespace

std::vector<Scrape> scrapes(const Snapshot& snapshot) {
  return Search(snapshot).run();
}

}  // namespace mesh::mtls
