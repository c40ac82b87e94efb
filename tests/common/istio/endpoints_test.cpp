// SPDX-License-Identifier: Apache-2.0
#include "common/istio/endpoints.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>

using namespace mesh;
using namespace mesh::istio;

namespace {

const Service& service(const Snapshot& snapshot, std::string_view name) {
  const Service* found = snapshot.find<Service>("shop", name);
  REQUIRE(found != nullptr);
  return *found;
}

// "pod:port" of each endpoint of the Service's first port, with a "!" behind those not ready.
std::vector<std::string> endpoints(const Snapshot& snapshot, std::string_view name) {
  std::vector<std::string> out;
  const Service& of = service(snapshot, name);
  for (const ServiceEndpoint& endpoint : endpoints_of(snapshot, of, of.ports.front())) {
    const std::string_view who =
        endpoint.pod != nullptr ? endpoint.pod->ref.name : endpoint.address;
    out.push_back(std::string(who) + ":" + std::to_string(endpoint.port) +
                  (endpoint.ready ? "" : "!"));
  }
  return out;
}

using List = std::vector<std::string>;

constexpr std::string_view kPods = R"(
apiVersion: v1
kind: Pod
metadata: { name: a, namespace: shop, labels: { app: web } }
spec:
  initContainers:
    - { name: setup, image: x, ports: [{ name: setup, containerPort: 1 }] }
    - { name: native, image: x, restartPolicy: Always, ports: [{ name: native, containerPort: 2 }, { name: http, containerPort: 3 }] }
  containers:
    - { name: web, image: x, ports: [{ name: http, containerPort: 8080 }, { name: dns, containerPort: 53, protocol: UDP }] }
    - { name: istio-proxy, image: x, ports: [{ name: http-envoy-prom, containerPort: 15090 }] }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: b, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: x, ports: [{ name: http, containerPort: 9090 }] }] }
status: { phase: Running, conditions: [{ type: Ready, status: "False" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: c, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: x }] }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: finished, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: x }] }
status: { phase: Succeeded }
---
apiVersion: v1
kind: Pod
metadata: { name: leaving, namespace: shop, labels: { app: web }, deletionTimestamp: "2026-01-01T00:00:00Z" }
spec: { containers: [{ name: web, image: x }] }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
---
)";

Snapshot pods_and(const std::string& yaml) {
  return test::snapshot_of(std::string(kPods) + yaml);
}

std::string service_yaml(const std::string& spec) {
  return "apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { " +
         spec + " }\n---\n";
}

}  // namespace

TEST_CASE("a named targetPort is each pod's own port, and a pod without it gives no endpoint") {
  const Snapshot snapshot =
      pods_and(service_yaml("selector: { app: web }, ports: [{ port: 80, targetPort: http }]"));
  CHECK(endpoints(snapshot, "web") == List{"a:8080", "b:9090!"});
}

TEST_CASE("a numeric targetPort needs no declaration, and an absent one is the port") {
  CHECK(endpoints(
            pods_and(service_yaml("selector: { app: web }, ports: [{ port: 80, targetPort: 7 }]")),
            "web") == List{"a:7", "b:7!", "c:7"});
  CHECK(endpoints(pods_and(service_yaml("selector: { app: web }, ports: [{ port: 80 }]")), "web") ==
        List{"a:80", "b:80!", "c:80"});
}

TEST_CASE("pods that are not ready count where the Service publishes them") {
  const Snapshot snapshot = pods_and(service_yaml(
      "publishNotReadyAddresses: true, selector: { app: web }, ports: [{ port: 80 }]"));
  CHECK(endpoints(snapshot, "web") == List{"a:80", "b:80", "c:80"});
}

TEST_CASE("names are looked up with their L4 protocol, in containers first, then native sidecars") {
  const Snapshot snapshot = test::snapshot_of(kPods);
  const Pod& pod = *snapshot.find<Pod>("shop", "a");
  const auto target = [&](std::string_view name, std::string_view protocol) {
    ServicePort port;
    port.port = 80;
    port.protocol = protocol;
    port.target_port.name = name;
    return target_port_in(pod, port);
  };
  CHECK(target("http", "TCP") == 8080);
  CHECK(target("native", "") == 2);
  CHECK(target("dns", "UDP") == 53);
  CHECK_FALSE(target("dns", "TCP").has_value());
  CHECK_FALSE(target("setup", "TCP").has_value());
}

TEST_CASE("the container that declares a port is found by number and L4 protocol") {
  const Snapshot snapshot = test::snapshot_of(kPods);
  const Pod& pod = *snapshot.find<Pod>("shop", "a");
  REQUIRE(container_declaring(pod, 8080) != nullptr);
  CHECK(container_declaring(pod, 8080)->name == "web");
  CHECK(container_declaring(pod, 2)->name == "native");
  CHECK(container_declaring(pod, 53) == nullptr);
  CHECK(container_declaring(pod, 53, "UDP")->name == "web");
  CHECK(container_declaring(pod, 1) == nullptr);
}

TEST_CASE("the proxy's ports are not the application's") {
  const Snapshot snapshot = test::snapshot_of(kPods);
  CHECK(declared_ports(*snapshot.find<Pod>("shop", "a")).size() == 3);
  CHECK(declared_ports(*snapshot.find<Pod>("shop", "a"), "UDP").size() == 1);
  CHECK(declared_ports(*snapshot.find<Pod>("shop", "c")).empty());
}

TEST_CASE("EndpointSlices decide where there are any, by the name of the port") {
  const Snapshot snapshot =
      pods_and(service_yaml("selector: { app: web }, ports: [{ name: http, port: 80 }]") + R"(
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
endpoints:
  - { addresses: [10.0.0.1], targetRef: { kind: Pod, name: a } }
  - { addresses: [10.0.0.2], conditions: { ready: false }, targetRef: { kind: Pod, name: b } }
  - { addresses: [10.0.0.3], conditions: { ready: true, terminating: true } }
  - { addresses: [10.0.0.4], conditions: { ready: true } }
ports: [{ name: http, port: 8080 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-2, namespace: shop, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
endpoints: [{ addresses: [10.0.0.5] }]
ports: [{ name: other, port: 9999 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-3, namespace: shop, labels: { kubernetes.io/service-name: web } }
addressType: FQDN
endpoints: [{ addresses: [db.example.com] }]
ports: [{ name: http, port: 8080 }]
)");
  CHECK(endpoints(snapshot, "web") == List{"a:8080", "b:8080!", "10.0.0.4:8080"});
  const AddressCount count = count_addresses(snapshot, service(snapshot, "web"));
  CHECK(count.all == 4);
  CHECK(count.ready == 3);
}

TEST_CASE("a pod that does not exist gets nothing, in a cluster; files may just lack it") {
  const std::string yaml =
      std::string(kPods) + service_yaml("selector: { app: web }, ports: [{ port: 80 }]") + R"(
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
endpoints:
  - { addresses: [10.0.0.1], targetRef: { kind: Pod, name: a } }
  - { addresses: [10.0.0.9], targetRef: { kind: Pod, name: gone } }
  - { addresses: [10.0.0.4] }
ports: [{ name: "", port: 8080 }]
)";
  CHECK(endpoints(test::live_snapshot_of(yaml), "web") == List{"a:8080", "10.0.0.4:8080"});
  CHECK(endpoints(test::snapshot_of(yaml), "web") ==
        List{"a:8080", "10.0.0.9:8080", "10.0.0.4:8080"});
}

TEST_CASE("WorkloadEntries with the labels of the selector are endpoints") {
  const std::string entry = R"(
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: { name: vm, namespace: shop, labels: { tier: old } }
spec: { address: 10.1.1.1, labels: { app: vm }, ports: { http: 8081 } }
---
)";
  const auto with = [&](const std::string& spec) {
    return endpoints(test::snapshot_of(entry + service_yaml(spec)), "web");
  };
  CHECK(
      with("selector: { app: vm, tier: old }, ports: [{ name: http, port: 80, targetPort: 5 }]") ==
      List{"10.1.1.1:8081"});
  CHECK(with("selector: { app: vm }, ports: [{ name: x, port: 80, targetPort: 5 }]") ==
        List{"10.1.1.1:5"});
  CHECK(with("selector: { app: vm }, ports: [{ name: x, port: 80, targetPort: http }]") ==
        List{"10.1.1.1:8081"});
  CHECK(with("selector: { app: vm }, ports: [{ name: http, port: 80, targetPort: none }]").empty());
  CHECK(with("selector: { app: x }, ports: [{ name: http, port: 80 }]").empty());
}

TEST_CASE("nobody follows the selector of an ExternalName") {
  const Snapshot snapshot =
      pods_and(service_yaml("type: ExternalName, selector: { app: web }, ports: [{ port: 80 }]"));
  CHECK(pods_of(snapshot, service(snapshot, "web")).empty());
  CHECK_FALSE(has_selector(service(snapshot, "web")));
}

TEST_CASE("workloads count by the labels of their template, unless another workload owns them") {
  const Snapshot snapshot = test::snapshot_of(R"(
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { replicas: 0, template: { metadata: { labels: { app: web } }, spec: { containers: [] } } }
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web-1, namespace: shop, ownerReferences: [{ kind: Deployment, name: web, controller: true }] }
spec: { replicas: 0, template: { metadata: { labels: { app: web } }, spec: { containers: [] } } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: web, namespace: other }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [] } } } } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
)");
  const auto workloads = workloads_of(snapshot, service(snapshot, "web"));
  REQUIRE(workloads.size() == 1);
  CHECK(workloads.front()->ref.kind == Kind::Deployment);
  CHECK(pods_of(snapshot, service(snapshot, "web")).empty());
}
