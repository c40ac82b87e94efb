// SPDX-License-Identifier: Apache-2.0
//
// RTE-71: credentialName may be written `namespace/name`, and istiod then hands the Secret out only
// to gateway pods of that very namespace; a ReferenceGrant is of no help to a Gateway of Istio.
// Where no pod of the gateway is known, nobody can tell.

#include "common/base/text.h"
#include "common/istio/credential.h"
#include "common/istio/gateway_pods.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"

#include <set>

namespace mesh::certs {
namespace {

using istio::GatewayCredential;

// The namespaces of the gateway's pods to which the Secret is denied.
std::vector<std::string> denied_in(const Snapshot& snapshot, const GatewayCredential& credential) {
  std::vector<std::string> denied;
  for (const std::string_view ns : istio::gateway_namespaces(snapshot, *credential.gateway)) {
    if (ns != credential.name.ns) {
      denied.emplace_back(ns);
    }
  }
  return denied;
}

bool all_have_secret(const Snapshot& snapshot, const std::vector<std::string>& namespaces,
                     std::string_view name) {
  for (const std::string& ns : namespaces) {
    if (snapshot.find<Secret>(ns, name) == nullptr) {
      return false;
    }
  }
  return true;
}

void report_denied(const Snapshot& snapshot, const GatewayCredential& credential,
                   const std::vector<std::string>& namespaces, Reporter& report) {
  const CredentialName& name = credential.name;
  const bool have_it = all_have_secret(snapshot, namespaces, name.name);
  Finding& finding =
      report
          .add(credential.gateway->ref, credential.field,
               "Secret {}/{} is denied to the gateway's pods, which run in {}{}: they get Secrets "
               "of their own namespace only, and every TLS handshake is reset",
               name.ns, name.name, list_of(namespaces), have_it ? " beside one of that name" : "")
          .symptom("connection reset");
  finding.because(credential.gateway->ref, FieldPath("spec", "selector"), "selects pods in {}",
                  list_of(namespaces));
  if (const Secret* secret = snapshot.find<Secret>(name.ns, name.name)) {
    finding.because(secret->ref, FieldPath("metadata", "namespace"), "is not theirs");
  }
  finding.remedy("{}write \"{}\" without a namespace",
                 have_it ? std::string()
                         : fmt::format("create Secret {} in namespace {}, and ", name.name,
                                       join_and(namespaces)),
                 name.name);
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::set<std::pair<const Gateway*, std::string>> judged;  // certificate and CA of one field
  for (const GatewayCredential& credential : istio::gateway_credentials(snapshot)) {
    if (credential.name.store != CredentialName::Store::Secret || credential.name.ns.empty() ||
        !judged.emplace(credential.gateway, credential.field.text()).second) {
      continue;
    }
    const std::vector<std::string> denied = denied_in(snapshot, credential);
    if (!denied.empty()) {
      report_denied(snapshot, credential, denied, report);
    }
  }
}

}  // namespace

constinit const Check kCredentialNamespace{
    .info =
        {.code = "CERT014",
         .severity = Severity::Error,
         .title = "Credential name does not cross namespaces",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "`credentialName: namespace/name` is accepted, but istiod hands a Secret only to "
             "gateways whose pods run in the Secret's namespace. For any other it writes `cross "
             "namespace secret reference requires ReferenceGrant` to its log; yet a ReferenceGrant "
             "counts for Gateways of the Gateway API only. The port is open all the same, and "
             "every TLS handshake on it is reset.\n\n"
             "Keep the Secret where the gateway's pods run, and write its name alone."},
    .run = run,
};

}  // namespace mesh::certs
