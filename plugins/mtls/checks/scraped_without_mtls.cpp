// SPDX-License-Identifier: Apache-2.0
//
// MTLS-29: Prometheus calls pods by their addresses, so that not even its own sidecar makes mTLS of
// it. Ports that accept only mTLS reset the scrape.

#include "common/base/text.h"
#include "common/istio/peer_authentication.h"
#include "common/istio/proxy.h"
#include "common/istio/redirection.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/scrapes.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace mesh::mtls {
namespace {

bool is_refused(const Snapshot& snapshot, const ScrapedPod& scraped) {
  const Pod& pod = *scraped.pod;
  return is_subject(snapshot, pod) && istio::is_in_mesh(snapshot, pod) &&
         istio::is_redirected(pod, scraped.port) &&
         istio::effective_mtls(snapshot, pod, scraped.port).mode == MtlsMode::STRICT;
}

// "port 9090", "ports 9090 and 9091": a name may mean another number in each workload.
std::string text_of_ports(const std::set<std::int32_t>& ports) {
  std::vector<std::string> numbers;
  for (const std::int32_t port : ports) {
    numbers.push_back(std::to_string(port));
  }
  return fmt::format("port{} {}", numbers.size() > 1 ? "s" : "", join_and(numbers));
}

void report_scrape(const Snapshot& snapshot, const Scrape& scrape,
                   const std::vector<ScrapedPod>& refused, Reporter& report) {
  std::vector<const Pod*> pods;
  std::set<std::int32_t> numbers;
  for (const ScrapedPod& each : refused) {
    pods.push_back(each.pod);
    numbers.insert(each.port);
  }
  const std::string ports = text_of_ports(numbers);
  const bool by_annotation = scrape.monitor.name.empty();
  Finding& finding =
      report.add(scrape.object, scrape.field,
                 "Prometheus scrapes {} of {} with {}, but it accepts only mTLS: the scrape "
                 "is reset, and there are no metrics",
                 ports, join(first_names(workload_names(pods)), ", "), scrape.sends());
  if (!by_annotation) {
    finding.because(scrape.monitor, scrape.monitor_field, "asks for it");
  }
  const istio::EffectiveMtls mtls =
      istio::effective_mtls(snapshot, *pods.front(), refused.front().port);
  if (mtls.policy != nullptr) {
    finding.because(mtls.policy->ref, mtls.field, "sets STRICT");
  }
  finding.symptom("the target is down: connection reset by peer");
  if (by_annotation) {
    finding.remedy(
        "let the injector merge the metrics into port 15020 (no prometheus.istio.io/merge-metrics: "
        "\"false\"; restart the workload), or list the port in "
        "traffic.sidecar.istio.io/excludeInboundPorts");
  } else {
    finding.remedy(
        "scrape the merged metrics on port 15020, or give the monitor scheme https and the mesh's "
        "certificate, or set {} to PERMISSIVE with portLevelMtls",
        ports);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Scrape& scrape : scrapes(snapshot)) {
    std::vector<ScrapedPod> refused;
    std::copy_if(scrape.pods.begin(), scrape.pods.end(), std::back_inserter(refused),
                 [&](const ScrapedPod& each) { return is_refused(snapshot, each); });
    if (!refused.empty()) {
      report_scrape(snapshot, scrape, refused, report);
    }
  }
}

}  // namespace

constinit const Check kScrapedWithoutMtls{
    .info = {.code = "MTLS007",
             .severity = Severity::Warning,
             .title = "Metrics scraping survives STRICT",
             .reads = kServerKinds | kMonitors | Kinds{Kind::Service},
             .explain =
                 "Prometheus asks each pod by its address. Without a sidecar it sends plaintext; "
                 "with one, the address belongs to no Service, so the sidecar passes the request "
                 "on as it is. A port that is STRICT resets it, and the target is down.\n\n"
                 "With the annotations `prometheus.io/scrape` and `prometheus.io/port` the "
                 "injector moves the scrape to port 15020, which is not redirected, and the agent "
                 "there merges in the application's own metrics. A ServiceMonitor, PodMonitor or "
                 "PodMonitoring that names the application's port knows nothing of that. Scrape "
                 "15020, or exclude the metrics port from redirection, or set it to PERMISSIVE, or "
                 "give Prometheus a certificate of the mesh (`scheme: https` with "
                 "`tlsConfig.certFile`)."},
    .run = run,
};

}  // namespace mesh::mtls
