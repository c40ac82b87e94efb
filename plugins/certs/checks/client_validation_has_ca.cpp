// SPDX-License-Identifier: Apache-2.0
//
// CRT-3, CRT-4: with MUTUAL and OPTIONAL_MUTUAL a gateway also needs the CA of its clients. istiod
// takes it from Secret `<credentialName>-cacert`, and only if that does not exist from the
// credential itself; caCertCredentialName names another. `caCertificates` counts beside certificate
// files only.

#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"

#include <set>

namespace mesh::certs {
namespace {

using istio::GatewayCredential;

std::string_view mode_of(const GatewayCredential& credential) {
  const ServerTlsMode mode = credential.in_server().tls->effective_mode();
  return mode == ServerTlsMode::MUTUAL ? "MUTUAL" : "OPTIONAL_MUTUAL";
}

// Where istiod looks for a CA, and finds none.
std::string places(const GatewayCredential& credential, const Secret& secret) {
  const std::string_view name = credential.name.name;
  return secret.ref.name == name
             ? fmt::format("neither Secret \"{0}-cacert\" nor \"{0}\" in {1} holds a CA", name,
                           secret.ref.ns)
             : fmt::format("Secret \"{}\" in {} holds no CA, and hides that of \"{}\"",
                           secret.ref.name, secret.ref.ns, name);
}

void report_without_ca(const GatewayCredential& credential, const Secret& secret,
                       Reporter& report) {
  report
      .add(credential.gateway->ref, credential.field,
           "mode is {}, but {} (cacert or ca.crt): clients cannot be checked, and every TLS "
           "handshake "
           "is reset",
           mode_of(credential), places(credential, secret))
      .symptom("connection reset")
      .because(credential.gateway->ref,
               FieldPath("spec", "servers", credential.server, "tls", "mode"),
               "asks clients for a certificate")
      .because(secret.ref, FieldPath(secret.data.entries.empty() ? "stringData" : "data"),
               "has no entry cacert or ca.crt")
      .remedy("add the CA of the clients as ca.crt to secret {}/{}", secret.ref.ns,
              secret.ref.name);
}

// Only where the CA has a name of its own; otherwise CERT001 says what is missing.
void report_missing(const Snapshot& snapshot, const GatewayCredential& credential,
                    Reporter& report) {
  if (credential.in_server().tls->ca_cert_credential_name.empty()) {
    return;
  }
  for (const std::string_view ns : credential.missing_in) {
    if (report.can_tell(snapshot, Kind::Secret, ns)) {
      report
          .add(credential.gateway->ref, credential.field,
               "there is no Secret \"{}\" in {}, where the gateway's pods run: clients cannot be "
               "checked, and every TLS handshake is reset",
               credential.name.name, ns)
          .symptom("connection reset")
          .remedy("kubectl create secret generic {} -n {} --from-file=ca.crt=FILE",
                  credential.name.name, ns);
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::set<std::pair<const Gateway*, const Secret*>> judged;  // servers share a Secret without CA
  for (const GatewayCredential& credential : istio::gateway_credentials(snapshot)) {
    if (credential.role != istio::CredentialRole::ClientCa ||
        credential.name.store != CredentialName::Store::Secret) {
      continue;
    }
    for (const Secret* secret : credential.secrets) {
      if (istio::client_ca_of(*secret) == nullptr &&
          judged.emplace(credential.gateway, secret).second) {
        report_without_ca(credential, *secret, report);
      }
    }
    report_missing(snapshot, credential, report);
  }
}

}  // namespace

constinit const Check kClientValidationHasCa{
    .info =
        {.code = "CERT011",
         .severity = Severity::Error,
         .title = "Client validation has a CA",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "With mode MUTUAL or OPTIONAL_MUTUAL the gateway checks its clients' certificates, "
             "and needs their CA for that. istiod takes it from the Secret "
             "`<credentialName>-cacert`, or, if there is no such Secret, from the credential "
             "itself; the entry is `cacert` or `ca.crt`. A `-cacert` Secret without such an entry "
             "hides the CA in the credential. Without a CA the gateway resets every TLS "
             "handshake, also with OPTIONAL_MUTUAL.\n\n"
             "Add `ca.crt` to the credential, or create `<credentialName>-cacert` with it."},
    .run = run,
};

}  // namespace mesh::certs
