// SPDX-License-Identifier: Apache-2.0
//
// MTLS-29: Prometheus calls pods by their addresses, in plaintext even if it has a sidecar. A
// STRICT port resets the scrape.

#include "common/base/text.h"
#include "plugins/mtls/scrapes.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/strict/strict_port.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::mtls {
namespace {

std::string scraper_of(const Scrape& scrape) {
  return scrape.monitor.name.empty() ? "Prometheus"
                                     : "Prometheus, by " + scrape.monitor.text() + ",";
}

std::string remedy_of(const Scrape& scrape, std::int32_t port) {
  return scrape.monitor.name.empty()
             ? fmt::format(
                   "let the injector merge the metrics (restart the workload), or list {} "
                   "in traffic.sidecar.istio.io/excludeInboundPorts",
                   port)
             : fmt::format(
                   "scrape the merged metrics on port 15020, or give {} scheme https and "
                   "the mesh's certificate, or keep port {} PERMISSIVE with portLevelMtls",
                   scrape.monitor.text(), port);
}

Obstacle obstacle_of(const Scrape& scrape, const std::vector<const Pod*>& pods, std::int32_t port) {
  return {.object = scrape.object,
          .field = scrape.field,
          .reason = fmt::format("{}: {} scrapes port {} with {}, and would be reset",
                                join(first_names(workload_names(pods)), ", "), scraper_of(scrape),
                                port, scrape.sends()),
          .remedy = remedy_of(scrape, port)};
}

}  // namespace

void review_scrapers(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  for (const Scrape& scrape : scrapes(snapshot)) {
    std::vector<const Pod*> pods;
    std::int32_t port = 0;
    for (const ScrapedPod& each : scrape.pods) {
      if (each.pod->ref.ns == ns && becomes_strict(snapshot, *each.pod, each.port)) {
        pods.push_back(each.pod);
        port = each.port;
      }
    }
    if (!pods.empty()) {
      review.blockers.push_back(obstacle_of(scrape, pods, port));
    }
  }
}

}  // namespace mesh::mtls
