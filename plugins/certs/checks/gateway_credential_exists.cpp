// SPDX-License-Identifier: Apache-2.0
//
// RTE-70, RTE-73, CRT-1: istiod looks for a Gateway's credentialName in the namespace where the
// gateway's pods run, not in the Gateway's own. Without the Secret the listener comes up all the
// same, and resets every handshake.

#include "common/base/text.h"
#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"

#include <set>

namespace mesh::certs {
namespace {

using istio::CredentialRole;
using istio::GatewayCredential;

// The Secret of that name elsewhere that was most likely meant: the one beside the Gateway.
const Secret* nearest(const std::vector<const Secret*>& elsewhere, const Gateway& gateway) {
  for (const Secret* secret : elsewhere) {
    if (secret->ref.ns == gateway.ref.ns) {
      return secret;
    }
  }
  return elsewhere.empty() ? nullptr : elsewhere.front();
}

void report_missing(const Snapshot& snapshot, const GatewayCredential& credential,
                    const std::vector<std::string>& namespaces, Reporter& report) {
  const std::string_view name = credential.name.name;
  const Secret* other = nearest(istio::secrets_named(snapshot, name), *credential.gateway);
  Finding& finding = report.add(
      credential.gateway->ref, credential.field,
      "there is no Secret \"{}\" in {} {}, where the gateway's pods run{}: every TLS handshake is "
      "reset",
      name, namespaces.size() == 1 ? "namespace" : "the namespaces", list_of(namespaces),
      other == nullptr ? "" : fmt::format(" (there is one in {})", other->ref.ns));
  finding.symptom("connection reset");
  if (other != nullptr) {
    finding.because(other->ref, FieldPath("metadata", "namespace"),
                    "has that name, but a gateway reads only its own namespace");
    finding.remedy("move the Secret to namespace {}, or create a copy of it there",
                   namespaces.front());
  } else {
    finding.remedy("kubectl create secret tls {} -n {} --cert=FILE --key=FILE", name,
                   namespaces.front());
  }
}

// No pod of the gateway is known, but wherever it may run, there is no such Secret.
void report_missing_everywhere(const GatewayCredential& credential, Reporter& report) {
  report
      .add(credential.gateway->ref, credential.field,
           "there is no Secret \"{}\" in any namespace: every TLS handshake will be reset",
           credential.name.name)
      .symptom("connection reset")
      .remedy(
          "create the Secret in the namespace where the gateway's pods run: kubectl create "
          "secret tls {} -n NAMESPACE --cert=FILE --key=FILE",
          credential.name.name);
}

void judge(const Snapshot& snapshot, const GatewayCredential& credential, Reporter& report) {
  if (!credential.has_pods) {
    if (credential.secrets.empty() &&
        istio::secrets_named(snapshot, credential.name.name).empty() &&
        report.can_tell(snapshot, Kind::Secret)) {
      report_missing_everywhere(credential, report);
    }
    return;
  }
  std::vector<std::string> namespaces;
  for (const std::string_view ns : credential.missing_in) {
    if (report.can_tell(snapshot, Kind::Secret, ns)) {
      namespaces.emplace_back(ns);
    }
  }
  if (!namespaces.empty()) {
    report_missing(snapshot, credential, namespaces, report);
  }
}

// A name that crosses namespaces misses nothing: CERT014.
bool may_be_missing(const GatewayCredential& credential) {
  return !credential.has_pods || !credential.missing_in.empty();
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::set<std::pair<const Gateway*, std::string_view>> judged;  // servers share a missing Secret
  for (const GatewayCredential& credential : istio::gateway_credentials(snapshot)) {
    if (credential.role == CredentialRole::ServerCertificate &&
        credential.name.store == CredentialName::Store::Secret && may_be_missing(credential) &&
        judged.emplace(credential.gateway, credential.name.name).second) {
      judge(snapshot, credential, report);
    }
  }
}

}  // namespace

constinit const Check kGatewayCredentialExists{
    .info =
        {.code = "CERT001",
         .severity = Severity::Error,
         .title = "Gateway credential exists where the gateway runs",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "`credentialName` of a Gateway server names a Secret. istiod looks for it in the "
             "namespace where the gateway's *pods* run (istio-system, for the default "
             "ingress gateway), not in the namespace of the Gateway object. If it is not there, "
             "the port is open all the same, and every TLS handshake on it is reset; nothing is "
             "written to the access log.\n\n"
             "Create the Secret in that namespace, with `kubectl create secret tls NAME -n "
             "NAMESPACE --cert=FILE --key=FILE`, or move it there. The gateway needs no restart.",
         .peers = "IST0101"},
    .run = run,
};

}  // namespace mesh::certs
