// SPDX-License-Identifier: Apache-2.0
//
// MTLS-23: clients send mTLS to pods labelled security.istio.io/tlsMode=istio, and plaintext to
// others. The injector sets the label where nobody else has.

#include "plugins/mtls/automatic.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/plaintext.h"
#include "plugins/mtls/pod_metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mesh::mtls {
namespace {

std::string label_text(const Pod& pod) {
  const auto value = pod.meta.labels.find(kTlsModeLabel);
  return value ? fmt::format("label {}={}", kTlsModeLabel, *value)
               : fmt::format("the lack of label {}=istio", kTlsModeLabel);
}

void report_plaintext(const MetadataPlace& place, const Impact& impact, Reporter& report) {
  const Pod& pod = *impact.harmed.front().pod;
  Finding& finding =
      report
          .add(place.object, place.field,
               "{} makes clients send plaintext, and {} {} only mTLS: {}", label_text(pod),
               pods_text(impact), accepts(impact), effect_of_plaintext(impact))
          .symptom("{}", symptom_of(impact, "503 UC", "connection reset"))
          .because(impact.services.front()->ref, FieldPath("spec", "selector"), "leads to it")
          .remedy("{}", pod.meta.labels.contains(kTlsModeLabel)
                            ? "remove the label from the pod template: the injector sets it"
                            : "restart the pod, so that the injector sets the label");
  add_policies(finding, impact.harmed);
}

void report_mtls(const MetadataPlace& place, const Impact& impact, Reporter& report) {
  const Pod& pod = *impact.harmed.front().pod;
  report
      .add(place.object, place.field,
           "{} makes clients send mTLS to {} without a sidecar that could take it: {}",
           label_text(pod), pods_text(impact),
           symptom_of(impact, "requests fail with 503 UF", "connections fail"))
      .symptom("{}", symptom_of(impact, "503 UF", "connection reset"))
      .because(impact.services.front()->ref, FieldPath("spec", "selector"), "leads to it")
      .remedy(
          "remove the label from the pod template: the injector sets it on pods with a sidecar");
}

void run(const Snapshot& snapshot, Reporter& report) {
  struct Mislabelled {
    MetadataPlace place;
    Impact impact;
  };

  std::map<std::pair<ObjectRef, bool>, Mislabelled> by_place;
  for (const AutomaticFailure* failure : snapshot.view<AutomaticFailures>().of(Mismatch::Label)) {
    Target target;
    target.service = failure->service;
    for (const Receiver& receiver : failure->harmed) {
      const MetadataPlace place = place_of_label(snapshot, *receiver.pod, kTlsModeLabel);
      Mislabelled& entry = by_place[{place.object, receiver.has_sidecar}];
      entry.place = place;
      entry.impact.add(target, {receiver}, {receiver});
    }
  }
  for (auto& [key, entry] : by_place) {
    auto& services = entry.impact.services;
    services.erase(std::unique(services.begin(), services.end()), services.end());
    if (key.second) {
      report_plaintext(entry.place, entry.impact, report);
    } else {
      report_mtls(entry.place, entry.impact, report);
    }
  }
}

}  // namespace

constinit const Check kMtlsLabel{
    .info = {.code = "MTLS035",
             .severity = Severity::Error,
             .title = "The tlsMode label of pods tells whether they take mTLS",
             .reads = kClientKinds,
             .explain =
                 "Clients send mTLS to pods that carry the label `security.istio.io/tlsMode: "
                 "istio`, and plaintext to all others. The injector sets it together with the "
                 "sidecar, unless the pod template already has the label. With another value, or "
                 "without the label, clients send plaintext to a pod that may require mTLS (`503 "
                 "UC`); copied to a pod without a sidecar, it makes them send mTLS that nobody "
                 "there can take.\n\n"
                 "Leave the label to the injector."},
    .run = run,
};

}  // namespace mesh::mtls
