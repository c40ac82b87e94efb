// SPDX-License-Identifier: Apache-2.0
#include "common/kube/transport_error.h"

#include "common/kube/duration.h"
#include "common/kube/proxy.h"
#include "common/kube/server_url.h"

#include <fmt/format.h>

namespace mesh::kube {
namespace {

// `cluster "prod"`, or what stands for it when no kubeconfig names one.
std::string cluster_of(const Connection& connection) {
  return connection.cluster_name.empty() ? "the cluster"
                                         : fmt::format("cluster \"{}\"", connection.cluster_name);
}

std::string user_of(const Connection& connection) {
  return connection.user_name.empty() ? "the current user"
                                      : fmt::format("user \"{}\"", connection.user_name);
}

bool uses_proxy(const Connection& connection) {
  return !connection.proxy_url.empty() || !connection.environment_proxy.empty();
}

// With a proxy it is the proxy that curl could not reach.
std::string proxy_sentence(const Connection& connection, std::string_view what) {
  if (!connection.proxy_url.empty()) {
    return fmt::format("unable to connect through the proxy {}: {}; look at proxy-url of {}",
                       proxy_host(connection.proxy_url), what, cluster_of(connection));
  }
  return fmt::format(
      "unable to connect through the proxy {}: {}; look at HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
      proxy_host(connection.environment_proxy), what);
}

std::string refused(const Connection& connection, const ServerUrl& url) {
  if (uses_proxy(connection)) {
    return proxy_sentence(connection, "connection refused");
  }
  return fmt::format(
      "the connection to the server {} was refused - did you specify the right host or port?",
      url.authority);
}

std::string no_connection(const Connection& connection, const ServerUrl& url) {
  if (uses_proxy(connection)) {
    return proxy_sentence(connection, "it did not answer in time");
  }
  return fmt::format(
      "unable to connect to the server {}: it did not answer in time - is the cluster reachable "
      "from here (VPN, firewall)?",
      url.authority);
}

std::string unknown_host(const Connection& connection, const ServerUrl& url) {
  return fmt::format(
      "unable to connect to the server {}: no such host - look at server of {}, or is a VPN "
      "needed?",
      url.authority, cluster_of(connection));
}

std::string timed_out(const Connection& connection, const ServerUrl& url) {
  if (connection.request_timeout_ms == 0) {
    return fmt::format("the server {} fell silent in the middle of a request", url.authority);
  }
  return fmt::format("the server {} did not finish its answer within --request-timeout={}",
                     url.authority,
                     format_duration(std::chrono::milliseconds(connection.request_timeout_ms)));
}

std::string reset(const HttpHead& head, const ServerUrl& url) {
  return fmt::format("the server {} closed the connection {}", url.authority,
                     head.status == 0 ? "without an answer" : "in the middle of its answer");
}

std::string untrusted(const Connection& connection, const ServerUrl& url,
                      const std::string& detail) {
  const std::string field =
      connection.certificate_authority.empty()
          ? "the kubeconfig names no certificate-authority for " + cluster_of(connection) +
                ", so only this machine's CAs are trusted"
          : "look at certificate-authority(-data) of " + cluster_of(connection);
  return fmt::format("the certificate of the server {} is signed by an unknown authority ({}): {}",
                     url.authority, detail, field);
}

std::string wrong_name(const Connection& connection, const ServerUrl& url,
                       const std::string& detail) {
  return fmt::format(
      "the certificate of the server {} is for another name ({}): look at server and "
      "tls-server-name of {}",
      url.authority, detail, cluster_of(connection));
}

std::string expired(const ServerUrl& url, const std::string& detail) {
  return fmt::format(
      "the certificate of the server {} is not valid now ({}): it must be renewed on the server, "
      "or this machine's clock is wrong",
      url.authority, detail);
}

std::string client_certificate(const Connection& connection, const std::string& detail) {
  return fmt::format(
      "the client certificate of {} cannot be used ({}): client-certificate(-data) and "
      "client-key(-data) must be PEM texts of one pair",
      user_of(connection), detail);
}

std::string not_tls(const Connection& connection, const ServerUrl& url) {
  return fmt::format(
      "the server {} does not speak TLS (it gave an HTTP response to an HTTPS client): look at "
      "server of {}",
      url.authority, cluster_of(connection));
}

// The handshake was ended by the server; with a client certificate that is mostly about it.
std::string tls(const Connection& connection, const ServerUrl& url, const std::string& detail) {
  const bool has_certificate = !connection.client_certificate.empty() || connection.exec;
  if (has_certificate && detail.find("alert") != std::string::npos) {
    return fmt::format("the server {} does not accept the client certificate of {} ({})",
                       url.authority, user_of(connection), detail);
  }
  return fmt::format("unable to connect to the server {}: {}", url.authority, detail);
}

std::string sentence(const HttpFailure& failure, const HttpHead& head, const Connection& connection,
                     const ServerUrl& url) {
  switch (failure.kind) {
    case Failure::Refused:
      return refused(connection, url);
    case Failure::UnknownHost:
      return unknown_host(connection, url);
    case Failure::ConnectTimeout:
      return no_connection(connection, url);
    case Failure::Timeout:
      return timed_out(connection, url);
    case Failure::Reset:
      return reset(head, url);
    case Failure::UntrustedCertificate:
      return untrusted(connection, url, failure.detail);
    case Failure::ExpiredCertificate:
      return expired(url, failure.detail);
    case Failure::WrongName:
      return wrong_name(connection, url, failure.detail);
    case Failure::ClientCertificate:
      return client_certificate(connection, failure.detail);
    case Failure::NotTls:
      return not_tls(connection, url);
    case Failure::UnknownProxy:
      return proxy_sentence(connection, "no such host");
    case Failure::Proxy:
      return proxy_sentence(connection, failure.detail);
    case Failure::Tls:
      return tls(connection, url, failure.detail);
    case Failure::Other:
      break;
  }
  return fmt::format("unable to connect to the server {}: {}", url.authority, failure.detail);
}

}  // namespace

std::string transport_sentence(const HttpFailure& failure, const HttpHead& head,
                               const Connection& connection) {
  const std::string text = sentence(failure, head, connection, parse_server_url(connection.server));
  return connection.hint.empty() ? text : text + " (" + connection.hint + ")";
}

}  // namespace mesh::kube
