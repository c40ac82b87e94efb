// SPDX-License-Identifier: Apache-2.0
//
// How long the engine takes over a large mesh, without loading: 10,000 Services with a
// StatefulSet each, 2,000 VirtualServices, 100,000 pods. Prints one line for each question;
// compares nothing.
#include "common/check/run_checks.h"
#include "common/istio/reach.h"
#include "common/istio/trace.h"
#include "common/model/snapshot_builder.h"
#include "plugins/certs/plugin.h"
#include "plugins/inject/plugin.h"
#include "plugins/mtls/plugin.h"
#include "plugins/ports/plugin.h"
#include "plugins/routes/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace mesh;

constexpr int kNamespaces = 100;
constexpr int kServicesPerNamespace = 100;
constexpr int kPodsPerService = 10;
constexpr int kVirtualServicesPerNamespace = 20;

class BigMesh {
 public:
  BigMesh() : builder_(SnapshotBuilder::From::Cluster) {}

  Snapshot build() {
    for (int ns = 0; ns < kNamespaces; ++ns) {
      add_namespace(fmt::format("ns{:03}", ns));
    }
    add_gateway();
    for (const KindInfo& kind : all_kinds()) {
      builder_.cover_everywhere(kind.kind);
    }
    return builder_.finish();
  }

 private:
  std::string_view text(const std::string& value) { return builder_.pool().intern(value); }

  template <typename T>
  T make(Kind kind, std::string_view ns, const std::string& name) {
    T object;
    object.meta.name = text(name);
    object.meta.ns = text(std::string(ns));
    object.ref = {.kind = kind,
                  .ns = object.meta.ns,
                  .name = object.meta.name,
                  .api_version = "v1",
                  .origin = {}};
    return object;
  }

  void add_namespace(const std::string& ns) {
    Namespace object = make<Namespace>(Kind::Namespace, "", ns);
    object.meta.labels.set("istio-injection", "enabled");
    builder_.add(std::move(object));
    for (int i = 0; i < kServicesPerNamespace; ++i) {
      add_service(ns, fmt::format("svc{:03}", i));
    }
    for (int i = 0; i < kVirtualServicesPerNamespace; ++i) {
      add_virtual_service(ns, i);
    }
  }

  void add_service(const std::string& ns, const std::string& name) {
    Service service = make<Service>(Kind::Service, ns, name);
    service.cluster_ip = text(fmt::format("10.96.{}.{}", count_ / 250, count_ % 250 + 1));
    ++count_;
    service.selector.set("app", service.ref.name);
    service.ports.push_back({.name = "http",
                             .protocol = "TCP",
                             .port = 8080,
                             .target_port = {},
                             .node_port = 0,
                             .app_protocol = {}});
    EndpointSlice slice = make<EndpointSlice>(Kind::EndpointSlice, ns, name + "-1");
    slice.meta.labels.set("kubernetes.io/service-name", service.ref.name);
    slice.address_type = "IPv4";
    slice.ports.push_back({.name = "http", .protocol = "TCP", .port = 8080});
    StatefulSet owner = make<StatefulSet>(Kind::StatefulSet, ns, name);
    for (int i = 0; i < kPodsPerService; ++i) {
      add_pod(service, owner, fmt::format("{}-{}", name, i), slice);
    }
    builder_.add(std::move(owner));
    builder_.add(std::move(slice));
    builder_.add(std::move(service));
  }

  void add_pod(const Service& service, const StatefulSet& owner, const std::string& name,
               EndpointSlice& slice) {
    Pod pod = make<Pod>(Kind::Pod, service.ref.ns, name);
    pod.meta.owner_references.push_back(
        {.kind = "StatefulSet", .name = owner.ref.name, .controller = true});
    pod.meta.labels.set("app", service.ref.name);
    pod.meta.labels.set("security.istio.io/tlsMode", "istio");
    pod.status.phase = "Running";
    pod.status.pod_ip =
        text(fmt::format("10.{}.{}.{}", 100 + pods_ / 62500, pods_ / 250 % 250, pods_ % 250 + 1));
    ++pods_;
    pod.status.conditions.push_back(
        {.type = "Ready", .status = "True", .reason = {}, .message = {}});
    Container app;
    app.name = "app";
    app.ports.push_back(
        {.name = "http", .container_port = 8080, .host_port = 0, .protocol = "TCP"});
    Container proxy;
    proxy.name = "istio-proxy";
    proxy.args = {"proxy", "sidecar"};
    pod.spec.containers = {app, proxy};
    Endpoint endpoint;
    endpoint.addresses = {pod.status.pod_ip};
    endpoint.ready = true;
    endpoint.target_kind = "Pod";
    endpoint.target_name = pod.ref.name;
    slice.endpoints.push_back(std::move(endpoint));
    builder_.add(std::move(pod));
  }

  void add_virtual_service(const std::string& ns, int index) {
    VirtualService object =
        make<VirtualService>(Kind::VirtualService, ns, fmt::format("vs{}", index));
    object.hosts = {text(fmt::format("svc{:03}", index)),
                    text(fmt::format("{}-{}.example.com", ns, index))};
    object.gateways = {"mesh", "istio-system/edge"};
    for (const std::string_view prefix : {"/api", "/"}) {
      HttpMatchRequest match;
      match.uri.emplace();
      match.uri->prefix = prefix;
      HttpRoute rule;
      rule.match.push_back(std::move(match));
      RouteDestination route;
      route.destination.emplace();
      route.destination->host = object.hosts.front();
      rule.route.push_back(std::move(route));
      object.http.push_back(std::move(rule));
    }
    builder_.add(std::move(object));
  }

  void add_gateway() {
    Gateway gateway = make<Gateway>(Kind::Gateway, "istio-system", "edge");
    gateway.selector.set("istio", "ingressgateway");
    Server server;
    server.port.emplace();
    server.port->number = 80;
    server.port->protocol = "HTTP";
    server.port->name = "http";
    server.hosts = {"*.example.com"};
    gateway.servers.push_back(std::move(server));
    builder_.add(std::move(gateway));
    Pod pod = make<Pod>(Kind::Pod, "istio-system", "istio-ingressgateway-1");
    pod.workload = pod.ref;
    pod.meta.labels.set("istio", "ingressgateway");
    pod.status.phase = "Running";
    Container proxy;
    proxy.name = "istio-proxy";
    proxy.args = {"proxy", "router"};
    pod.spec.containers = {proxy};
    builder_.add(std::move(pod));
  }

  SnapshotBuilder builder_;
  int count_ = 0;
  int pods_ = 0;
};

double milliseconds(auto&& function) {
  const auto begin = std::chrono::steady_clock::now();
  function();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

// The median of five.
void measure(std::string_view what, auto&& function) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    times.push_back(milliseconds(function));
  }
  std::sort(times.begin(), times.end());
  fmt::print("{:<34}{:>9.1f} ms\n", what, times[2]);
}

void check_all(std::string_view what, const cli::Plugin& plugin, const Snapshot& snapshot) {
  std::size_t findings = 0;
  const double time =
      milliseconds([&] { findings = run_checks(plugin.checks, snapshot, {}, {}).findings.size(); });
  fmt::print("{:<34}{:>9.1f} ms   {} checks, {} findings\n", what, time, plugin.checks.size(),
             findings);
}

}  // namespace

int main() {
  const Snapshot snapshot = BigMesh().build();
  fmt::print("{} services, {} virtualservices, {} pods\n", snapshot.services().size(),
             snapshot.all<VirtualService>().size(), snapshot.pods().size());
  const Pod& client = *snapshot.find<Pod>("ns050", "svc000-0");
  const Pod& gateway = *snapshot.find<Pod>("istio-system", "istio-ingressgateway-1");
  istio::Payload payload;
  payload.request.authority = "svc001.ns050";
  payload.request.path = "/api/items";
  measure("trace from a client", [&] {
    const istio::MeshIndex index(snapshot);
    const istio::ProxyScope scope(index, client);
    trace_from_sidecar(scope, {.address = "10.96.20.2", .port = 8080}, payload);
  });
  measure("trace through a gateway", [&] {
    const istio::MeshIndex index(snapshot);
    const istio::ProxyScope scope(index, gateway);
    istio::Payload outside = payload;
    outside.request.authority = "ns050-1.example.com";
    trace_at_gateway(scope, 80, outside);
  });
  measure("can", [&] {
    const istio::MeshIndex index(snapshot);
    const istio::MeshService& service = *index.with_host("svc001.ns050.svc.cluster.local").front();
    reach(index, {.client = client,
                  .service = service,
                  .port = service.ports.front(),
                  .protocol = istio::AppProtocol::Http});
  });
  check_all("checks of mesh-inject", inject::kPlugin, snapshot);
  check_all("checks of mesh-mtls", mtls::kPlugin, snapshot);
  check_all("checks of mesh-ports", ports::kPlugin, snapshot);
  check_all("checks of mesh-certs", certs::kPlugin, snapshot);
  check_all("checks of mesh-routes", routes::kPlugin, snapshot);
}
