// SPDX-License-Identifier: Apache-2.0
#include "common/istio/pod_health.h"

#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

#include <string>

using namespace mesh;
using namespace mesh::istio;

namespace {

constexpr const char* kNow = "2026-01-01T00:01:00Z";

struct Told {
  Ailment ailment = Ailment::None;
  std::string reason;
  std::string field;
  bool may_be_starting = false;
};

// The health of a pod with containers app (with a readiness probe) and istio-proxy, and init
// containers setup and native, made a minute ago.
Told health(const std::string& status) {
  const Snapshot snapshot = test::snapshot_of(R"(
apiVersion: v1
kind: Pod
metadata: { name: a, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z" }
spec:
  initContainers:
    - { name: setup, image: s }
    - { name: native, image: sidecar, restartPolicy: Always }
  containers:
    - { name: app, image: "x:1", readinessProbe: { exec: { command: [ok] } } }
    - { name: istio-proxy, image: p, readinessProbe: { httpGet: { port: 15021 } } }
status: )" + status + "\n");
  const Pod& pod = *snapshot.find<Pod>("shop", "a");
  const PodHealth health = health_of(pod);
  return {health.ailment, health.reason, std::string(health.field),
          may_be_starting(pod, health, parse_rfc3339(kNow).value())};
}

std::string running(const std::string& containers) {
  return "{ phase: Running, conditions: [{ type: Ready, status: \"False\" }], containerStatuses: "
         "[" +
         containers + "] }";
}

}  // namespace

TEST_CASE("a ready pod, and one without a status, is not ill") {
  CHECK(health("{ phase: Running, conditions: [{ type: Ready, status: \"True\" }] }").ailment ==
        Ailment::None);
  CHECK(health("{}").ailment == Ailment::None);
}

TEST_CASE("an image that cannot be pulled is named, with the field") {
  for (const char* reason : {"ErrImagePull", "ImagePullBackOff", "InvalidImageName"}) {
    const Told told = health(
        running(std::string("{ name: app, state: { waiting: { reason: ") + reason + " } } }"));
    CHECK(told.ailment == Ailment::Image);
    CHECK(told.reason == "image \"x:1\" cannot be pulled");
    CHECK(told.field == "image");
    CHECK_FALSE(told.may_be_starting);
  }
}

TEST_CASE("a crash is told with its exit code, or as want of memory") {
  CHECK(health(running("{ name: app, state: { waiting: { reason: CrashLoopBackOff } }, "
                       "lastState: { terminated: { exitCode: 2 } } }"))
            .reason == "container app crashes with exit code 2");
  CHECK(health(running("{ name: app, state: { waiting: { reason: CrashLoopBackOff } }, "
                       "lastState: { terminated: { exitCode: 137, reason: OOMKilled } } }"))
            .reason == "container app crashes: it runs out of memory (OOMKilled)");
  CHECK(health(running("{ name: app, state: { waiting: { reason: CrashLoopBackOff } } }")).reason ==
        "container app crashes");
  CHECK(health(running("{ name: app, state: { terminated: { exitCode: 0 } } }")).reason ==
        "container app has ended with exit code 0");
}

TEST_CASE("a container that cannot be made tells why") {
  const Told told =
      health(running("{ name: app, state: { waiting: { reason: CreateContainerConfigError, "
                     "message: configmap \"x\" not found } } }"));
  CHECK(told.ailment == Ailment::CannotStart);
  CHECK(told.reason == "container app cannot be started: configmap \"x\" not found");
}

TEST_CASE("a container that runs and is not ready fails its probe; it may still be starting") {
  const Told told = health(running("{ name: app, state: { running: {} } }"));
  CHECK(told.ailment == Ailment::Probe);
  CHECK(told.reason == "the readiness probe of container app does not succeed");
  CHECK(told.field == "readinessProbe");
  CHECK(told.may_be_starting);
}

TEST_CASE("the proxy is named before an application that only waits, not before one that crashes") {
  const std::string proxy = "{ name: istio-proxy, state: { running: {} } }";
  CHECK(health(running("{ name: app, state: { running: {} } }, " + proxy)).reason ==
        "the readiness probe of sidecar istio-proxy does not succeed");
  CHECK(health(running("{ name: app, state: { waiting: { reason: CrashLoopBackOff } } }, " + proxy))
            .reason == "container app crashes");
}

TEST_CASE("init containers hold up what comes after them") {
  const auto with_init = [](const std::string& init) {
    return health("{ phase: Pending, initContainerStatuses: [" + init +
                  "], containerStatuses: [{ name: app, state: { waiting: { reason: "
                  "PodInitializing } } }] }");
  };
  CHECK(with_init("{ name: setup, state: { running: {} } }").reason ==
        "init container setup has not finished");
  CHECK(with_init("{ name: setup, state: { waiting: { reason: CrashLoopBackOff } }, "
                  "lastState: { terminated: { exitCode: 1 } } }")
            .reason == "init container setup crashes with exit code 1");
  const Told past = with_init("{ name: setup, state: { terminated: { exitCode: 0 } } }");
  CHECK(past.ailment == Ailment::Starting);
  CHECK(past.reason == "container app is being started");
  CHECK(with_init("{ name: setup, ready: true, state: { terminated: { exitCode: 0 } } }, { name: "
                  "native, state: { waiting: { reason: ImagePullBackOff } } }")
            .reason == "image \"sidecar\" cannot be pulled");
}

TEST_CASE("a pod without a node, or whose node is lost, says so first") {
  CHECK(health("{ phase: Pending, conditions: [{ type: PodScheduled, status: \"False\", "
               "reason: Unschedulable, message: 0/3 nodes are available }] }")
            .reason == "no node takes it: 0/3 nodes are available");
  CHECK(health("{ phase: Running, conditions: [{ type: Ready, status: Unknown }] }").ailment ==
        Ailment::NodeLost);
}

TEST_CASE("a pod that has ended tells why") {
  CHECK(health("{ phase: Failed, reason: Evicted }").reason == "it has ended (Evicted)");
  CHECK(health("{ phase: Succeeded }").reason == "it has finished");
}

TEST_CASE("with all containers ready a readiness gate is what is missing") {
  CHECK(health("{ phase: Running, conditions: [{ type: Ready, status: \"False\", reason: "
               "ReadinessGatesNotReady, message: gate x }], containerStatuses: [{ name: app, "
               "ready: true, state: { running: {} } }] }")
            .reason == "a readiness gate is not met: gate x");
}
