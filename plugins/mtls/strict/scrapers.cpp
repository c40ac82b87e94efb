// SPDX-License-Identifier: Apache-2.0
//
// MTLS-29: Prometheus calls pods by their addresses, in plaintext even if it has a sidecar. The
// injector points its annotations to the agent's port 15020, where the application's metrics are
// merged in; where it did not, a STRICT port resets the scrape.

#include "common/base/text.h"
#include "plugins/mtls/strict/review.h"

#include <fmt/format.h>

#include <set>

namespace mesh::mtls {
namespace {

// A template keeps its annotations until it is injected, and is merged unless it says no.
bool is_merged(const Pod& pod) {
  return !pod.is_running_object() &&
         !equals_ignoring_case(pod.meta.annotations.get("prometheus.istio.io/merge-metrics"),
                               "false");
}

void review_pod(const Snapshot& snapshot, const Pod& pod, StrictReview& review) {
  constexpr std::string_view kPort = "prometheus.io/port";
  const auto port = parse_number(pod.meta.annotations.get(kPort));
  if (!port || !becomes_strict(snapshot, pod, static_cast<std::int32_t>(*port))) {
    return;
  }
  review.blockers.push_back(
      {.object = pod.ref,
       .field = pod.path("metadata", "annotations", kPort),
       .reason = fmt::format("{}: Prometheus scrapes port {} in plaintext, and would be reset",
                             pod.workload.text(), *port),
       .remedy = fmt::format("let the injector merge the metrics (restart the workload), or list "
                             "{} in traffic.sidecar.istio.io/excludeInboundPorts",
                             *port)});
}

}  // namespace

void review_scrapers(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  std::set<ObjectRef> told;
  for (const Pod& pod : snapshot.in_namespace<Pod>(ns)) {
    const bool is_scraped =
        equals_ignoring_case(pod.meta.annotations.get("prometheus.io/scrape"), "true");
    if (is_scraped && !is_merged(pod) && told.insert(pod.workload).second) {
      review_pod(snapshot, pod, review);
    }
  }
}

}  // namespace mesh::mtls
