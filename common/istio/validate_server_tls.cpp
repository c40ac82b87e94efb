// SPDX-License-Identifier: Apache-2.0
//
// RTE-65, Istio's own validation: HTTPS and TLS need a tls block, HTTP takes one for the redirect
// only, other protocols take none. SIMPLE and the MUTUAL modes need a certificate from exactly one
// source, ISTIO_MUTUAL brings its own. A block without mode means PASSTHROUGH, which needs nothing.
#include "common/istio/port_protocol.h"
#include "common/istio/validate_common.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace mesh::istio {
namespace {

std::string_view text(ServerTlsMode mode) {
  switch (mode) {
    case ServerTlsMode::SIMPLE:
      return "SIMPLE";
    case ServerTlsMode::MUTUAL:
      return "MUTUAL";
    case ServerTlsMode::OPTIONAL_MUTUAL:
      return "OPTIONAL_MUTUAL";
    case ServerTlsMode::ISTIO_MUTUAL:
      return "ISTIO_MUTUAL";
    case ServerTlsMode::AUTO_PASSTHROUGH:
      return "AUTO_PASSTHROUGH";
    case ServerTlsMode::PASSTHROUGH:
      break;
  }
  return "PASSTHROUGH";
}

bool passes_through(const ServerTlsSettings& tls) {
  return tls.effective_mode() == ServerTlsMode::PASSTHROUGH ||
         tls.effective_mode() == ServerTlsMode::AUTO_PASSTHROUGH;
}

// The fields that say where certificates come from, those that are set.
std::vector<std::string_view> sources_of(const ServerTlsSettings& tls) {
  std::vector<std::string_view> sources;
  const std::array<std::pair<std::string_view, bool>, 4> kSources{
      {{"credentialName", !tls.credential_name.empty()},
       {"credentialNames", !tls.credential_names.empty()},
       {"tlsCertificates", !tls.tls_certificates.empty()},
       {"serverCertificate", !tls.server_certificate.empty() || !tls.private_key.empty()}}};
  for (const auto& [name, is_set] : kSources) {
    if (is_set) {
      sources.push_back(name);
    }
  }
  return sources;
}

void check_istio_mutual(const ServerTlsSettings& tls, const FieldPath& path, Violations& out) {
  std::vector<std::string_view> fields = sources_of(tls);
  if (!tls.ca_certificates.empty()) {
    fields.emplace_back("caCertificates");
  }
  for (const std::string_view field : fields) {
    out.push_back(
        {path.with(field),
         fmt::format("{} is set in mode ISTIO_MUTUAL, which uses the mesh's own certificates",
                     field),
         fmt::format("remove {}, or set mode to SIMPLE or MUTUAL", field)});
  }
}

// Certificates as files in the gateway's pod.
void check_files(const ServerTlsSettings& tls, const FieldPath& path, Violations& out) {
  const std::string_view mode = text(tls.effective_mode());
  const std::string_view missing = tls.server_certificate.empty() ? "serverCertificate"
                                   : tls.private_key.empty()      ? "privateKey"
                                                                  : "";
  if (!missing.empty()) {
    out.push_back(
        {path.with(missing), fmt::format("mode {} has no {}", mode, missing),
         fmt::format("set {}, or name a Secret in credentialName instead of the files", missing)});
  }
  if (tls.effective_mode() != ServerTlsMode::SIMPLE && tls.ca_certificates.empty()) {
    out.push_back({path.with("caCertificates"),
                   fmt::format("mode {} has no caCertificates to verify clients with", mode),
                   "set caCertificates, or name a Secret with a CA in credentialName"});
  }
}

void check_terminating(const ServerTlsSettings& tls, const FieldPath& path, Violations& out) {
  const std::vector<std::string_view> sources = sources_of(tls);
  const std::string_view mode = text(tls.effective_mode());
  if (sources.empty()) {
    out.push_back({path.with("credentialName"), fmt::format("mode {} has no certificate", mode),
                   "set credentialName to the Secret with certificate and key"});
  } else if (sources.size() > 1) {
    out.push_back(
        {path.with(sources[1]),
         fmt::format("certificates are named twice, by {} and by {}", sources[0], sources[1]),
         fmt::format("keep one of {} and {}", sources[0], sources[1])});
  } else if (sources[0] == "serverCertificate") {
    check_files(tls, path, out);
  }
  if (tls.effective_mode() == ServerTlsMode::SIMPLE && !tls.ca_crl.empty() &&
      tls.credential_name.empty()) {
    out.push_back({path.with("caCrl"), "caCrl is set in mode SIMPLE, which verifies no client",
                   "remove caCrl, or set mode to MUTUAL"});
  }
}

void check_plaintext(const Server& server, bool is_http_port, const FieldPath& path,
                     Violations& out) {
  const ServerTlsSettings& tls = *server.tls;
  const std::string_view protocol = server.port->protocol;
  if (!is_http_port) {
    out.push_back({path.with("tls"), fmt::format("protocol {} takes no tls block", protocol),
                   "set the protocol to TLS, or remove tls"});
  } else if (!passes_through(tls)) {
    out.push_back({path.with("tls", "mode"),
                   fmt::format("protocol {} is plaintext, and tls.mode is {}", protocol,
                               text(tls.effective_mode())),
                   "set the protocol to HTTPS, or leave only httpsRedirect in tls"});
  } else if (!tls.server_certificate.empty() || !tls.private_key.empty() ||
             !tls.ca_certificates.empty()) {
    out.push_back({path.with("tls"),
                   fmt::format("protocol {} is plaintext, and tls names certificates", protocol),
                   "set the protocol to HTTPS and a tls.mode, or leave only httpsRedirect in tls"});
  }
}

}  // namespace

void check_server_tls(const ServerTlsSettings& tls, const FieldPath& path, Violations& out) {
  if (tls.effective_mode() == ServerTlsMode::ISTIO_MUTUAL) {
    check_istio_mutual(tls, path, out);
  } else if (!passes_through(tls)) {
    check_terminating(tls, path, out);
  }
}

Violations validate_server_protocol(const Server& server, const FieldPath& path) {
  Violations out;
  if (!server.port) {
    return out;
  }
  const std::string_view protocol = server.port->protocol;
  if (protocol.empty()) {
    out.push_back({path.with("port", "protocol"), "the port has no protocol",
                   "set protocol to HTTP, HTTPS, TLS or TCP"});
    return out;
  }
  check_protocol(protocol, path.with("port", "protocol"), out);
  if (!out.empty()) {
    return out;
  }
  const Protocol known = parse_protocol(protocol);
  if (is_tls(known) && !server.tls) {
    out.push_back({path.with("tls"), fmt::format("protocol {} has no tls block", protocol),
                   "add tls with a mode, and for SIMPLE or MUTUAL a credentialName"});
  } else if (!is_tls(known) && server.tls) {
    const bool is_http_port = is_http(known) || known == Protocol::Auto;
    check_plaintext(server, is_http_port, path, out);
  }
  if (out.empty() && server.tls) {
    check_server_tls(*server.tls, path.with("tls"), out);
  }
  return out;
}

}  // namespace mesh::istio
