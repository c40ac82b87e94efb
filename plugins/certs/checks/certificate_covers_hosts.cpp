// SPDX-License-Identifier: Apache-2.0
//
// CRT-11, CRT-12: nobody compares a certificate's names with the hosts of the server that presents
// it, before a client does. A wildcard in a certificate covers one label, in a Gateway's hosts any
// number; the common name counts for no modern client.

#include "common/base/text.h"
#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

#include <algorithm>
#include <map>

namespace mesh::certs {
namespace {

using istio::GatewayCredential;

// "ns/host" without its namespace.
std::string_view host_name(std::string_view host) {
  return host.substr(host.find('/') == std::string_view::npos ? 0 : host.find('/') + 1);
}

bool covers(std::string_view name, std::string_view host) {
  if (equals_ignoring_case(name, host)) {
    return true;
  }
  const std::size_t dot = host.find('.');
  return name.starts_with("*.") && dot != std::string_view::npos && dot > 0 &&
         host.front() != '*' && equals_ignoring_case(name.substr(1), host.substr(dot));
}

// The certificates that one server presents in one namespace, one for each of its credentials.
struct Presented {
  std::vector<const Secret*> secrets;
  std::vector<const Certificate*> certificates;
  bool complete = true;  // none of them is missing, or not the one that will be presented

  void add(const Secret& secret) {
    const istio::KeyPair pair = istio::key_pair_of(secret);
    if (!pair || pair.certificate->pem.certificates.empty() || istio::is_mismatched(pair) ||
        istio::is_reversed(pair)) {
      complete = false;
      return;
    }
    secrets.push_back(&secret);
    certificates.push_back(&pair.certificate->pem.certificates.front());
  }

  bool covers_host(std::string_view host) const {
    return std::any_of(
        certificates.begin(), certificates.end(), [&](const Certificate* certificate) {
          const auto matches = [&](const std::string& name) { return covers(name, host); };
          return std::any_of(certificate->dns_names.begin(), certificate->dns_names.end(),
                             matches) ||
                 std::any_of(certificate->ip_addresses.begin(), certificate->ip_addresses.end(),
                             matches);
        });
  }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const Certificate* certificate : certificates) {
      all.insert(all.end(), certificate->dns_names.begin(), certificate->dns_names.end());
    }
    return all;
  }
};

struct Uncovered {
  std::vector<std::string> hosts;
  std::size_t first = 0;  // in server.hosts
};

Uncovered uncovered_hosts(const Server& server, const Presented& presented) {
  Uncovered out;
  for (std::size_t i = 0; i < server.hosts.size(); ++i) {
    const std::string_view host = host_name(server.hosts[i]);
    if (host.empty() || host == "*" || presented.covers_host(host)) {
      continue;
    }
    if (out.hosts.empty()) {
      out.first = i;
    }
    out.hosts.emplace_back(host);
  }
  return out;
}

std::string describe_names(const std::vector<std::string>& names) {
  return names.empty() ? "names no host (it has no subject alternative name)"
                       : fmt::format("is for {}", list_of(names));
}

void judge(const GatewayCredential& credential, const Presented& presented, Reporter& report) {
  const Server& server = credential.in_server();
  const Uncovered uncovered = uncovered_hosts(server, presented);
  if (uncovered.hosts.empty()) {
    return;
  }
  const std::string hosts = list_of(uncovered.hosts);
  Finding& finding = report.add(
      credential.gateway->ref,
      FieldPath("spec", "servers", credential.server, "hosts", uncovered.first),
      "the certificate {}, not for {}: clients of {} refuse it", describe_names(presented.names()),
      hosts, uncovered.hosts.size() == 1 ? "this host" : "these hosts");
  finding.symptom("certificate is not valid for the host")
      .remedy("use a certificate whose subject alternative names include {}", hosts);
  for (const Secret* secret : presented.secrets) {
    finding.because(secret->ref, path_of(*secret, *istio::key_pair_of(*secret).certificate),
                    "holds the certificate that is presented");
  }
}

using ServerKey = std::pair<const Gateway*, std::size_t>;

struct ServerCertificates {
  const GatewayCredential* first = nullptr;
  std::map<std::string_view, Presented> by_namespace;
};

std::map<ServerKey, ServerCertificates> by_server(
    const std::vector<GatewayCredential>& credentials) {
  std::map<ServerKey, ServerCertificates> servers;
  for (const GatewayCredential& credential : credentials) {
    if (credential.role != istio::CredentialRole::ServerCertificate) {
      continue;
    }
    ServerCertificates& server = servers[{credential.gateway, credential.server}];
    server.first = server.first == nullptr ? &credential : server.first;
    for (const Secret* secret : credential.secrets) {
      server.by_namespace[secret->ref.ns].add(*secret);
    }
    for (const std::string_view ns : credential.missing_in) {
      server.by_namespace[ns].complete = false;
    }
  }
  return servers;
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::vector<GatewayCredential> credentials = istio::gateway_credentials(snapshot);
  note_unseen_secrets(snapshot, credentials, report);
  for (const auto& [key, server] : by_server(credentials)) {
    for (const auto& [ns, presented] : server.by_namespace) {
      if (presented.complete) {
        judge(*server.first, presented, report);
      }
    }
  }
}

}  // namespace

constinit const Check kCertificateCoversHosts{
    .info = {.code = "CERT008",
             .severity = Severity::Error,
             .title = "Certificate covers the server's hosts",
             .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
             .explain =
                 "A client compares the host it called with the subject alternative names of the "
                 "certificate, and refuses the connection if none fits. `*.example.com` in a "
                 "certificate covers `a.example.com`, but neither `example.com` nor "
                 "`a.b.example.com`; in the hosts of a Gateway it covers all deeper names too. The "
                 "common name (CN) is ignored.\n\n"
                 "Use a certificate for all hosts of the server, or split the server so that each "
                 "part has a certificate of its own."},
    .run = run,
};

}  // namespace mesh::certs
