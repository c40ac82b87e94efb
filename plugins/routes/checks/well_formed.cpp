// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation: the rules by which Istio's webhook accepts or rejects an object. Objects
// that break them are in clusters all the same, where the webhook was away or came later; istiod
// then ignores them without a word, or proxies refuse what it makes of them.

#include "common/istio/validate.h"
#include "plugins/routes/checks.h"

namespace mesh::routes {
namespace {

template <typename T>
void check_all(const Snapshot& snapshot, Reporter& report) {
  for (const T& object : snapshot.all<T>()) {
    for (istio::Violation& violation : istio::validate(object)) {
      report
          .add(object.ref, std::move(violation.field), "{}: Istio rejects this {}",
               violation.message, info(object.ref.kind).name)
          .remedy("{}", violation.remedy);
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  check_all<VirtualService>(snapshot, report);
  check_all<Gateway>(snapshot, report);
  check_all<DestinationRule>(snapshot, report);
  check_all<ServiceEntry>(snapshot, report);
  check_all<Sidecar>(snapshot, report);
  check_all<PeerAuthentication>(snapshot, report);
}

}  // namespace

constinit const Check kWellFormed{
    .info =
        {.code = "ROUTE030",
         .severity = Severity::Error,
         .title = "Istio objects are well-formed",
         .reads = Kinds{Kind::VirtualService, Kind::Gateway, Kind::DestinationRule,
                        Kind::ServiceEntry, Kind::Sidecar, Kind::PeerAuthentication},
         .explain =
             "Istio's admission webhook rejects objects that break the rules of their API: a "
             "VirtualService without routes, a port of 70000, a duration of `5`, a regular "
             "expression "
             "that RE2 does not know. `kubectl apply` then fails. Where the webhook was not there, "
             "or "
             "ignores failures, the object is stored, and istiod leaves it out or generates what "
             "proxies refuse; either way it does not do what it says.\n\n"
             "Every finding names the field and what is wrong with it.",
         .peers = "IST0106 IST0133"},
    .run = run,
};

}  // namespace mesh::routes
