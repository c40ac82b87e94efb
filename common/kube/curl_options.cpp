// SPDX-License-Identifier: Apache-2.0
//
// curl's defaults are a browser's; a kubectl plugin needs others. Not obvious, each seen failing:
// CAPATH stays at the system's directory when a CA is given, so any public CA would be trusted;
// there is no option for tls-server-name; proxies come from the environment by other rules than
// Go's; and an answer to the proxy's CONNECT would pass for the server's.

#include "common/kube/curl_options.h"

#include "common/kube/system_roots.h"

namespace mesh::kube {
namespace {

void set_blob(const CurlEasy& easy, CURLoption option, const std::string& text) {
  curl_blob blob{};
  // curl copies it; its interface just is not const.
  blob.data = const_cast<char*>(text.data());
  blob.len = text.size();
  blob.flags = CURL_BLOB_COPY;
  set_option(easy, option, &blob);
}

// "Name:" would make curl drop the header; "Name;" sends it empty.
std::string header_line(const std::string& name, const std::string& value) {
  return value.empty() ? name + ";" : name + ": " + value;
}

CURLcode on_tls_context(CURL*, void* context, void* verify) {
  static_cast<TlsVerify*>(verify)->install(static_cast<ssl_ctx_st*>(context));
  return CURLE_OK;
}

}  // namespace

CurlOptions::CurlOptions(const Connection& connection, std::string user_agent)
    : connection_(connection),
      user_agent_(std::move(user_agent)),
      url_(parse_server_url(connection.server)),
      proxy_(connection.proxy_url.empty() ? connection.environment_proxy : connection.proxy_url),
      verify_(connection.tls_server_name.empty() ? url_.host : connection.tls_server_name) {
  // curl resolves socks5:// here; Go leaves it to the proxy.
  if (proxy_.starts_with("socks5://")) {
    proxy_ = "socks5h" + proxy_.substr(6);
  }
}

void CurlOptions::use_client_certificate(const std::string& certificate, const std::string& key) {
  client_certificate_ = certificate;
  client_key_ = key;
}

void CurlOptions::apply(const CurlEasy& easy, const HttpRequest& request, Lists& lists) {
  set_url(easy, request, lists);
  set_headers(easy, request, lists);
  set_transfer(easy, request);
  set_proxy(easy, lists);
  if (url_.https) {
    set_tls(easy);
  }
}

// Only the URL's host becomes the TLS name, so with tls-server-name it stands there, while
// CONNECT_TO and Host keep the real server.
void CurlOptions::set_url(const CurlEasy& easy, const HttpRequest& request, Lists& lists) const {
  if (connection_.tls_server_name.empty() || !url_.https) {
    set_option(easy, CURLOPT_URL, (url_.text() + request.path).c_str());
    return;
  }
  const std::string named = "https://" + connection_.tls_server_name + ":" + url_.port;
  set_option(easy, CURLOPT_URL, (named + url_.path + request.path).c_str());
  const bool ipv6 = url_.host.find(':') != std::string::npos;
  const std::string host = ipv6 ? "[" + url_.host + "]" : url_.host;
  append_to(lists.connect_to, "::" + host + ":" + url_.port);
  set_option(easy, CURLOPT_CONNECT_TO, lists.connect_to.get());
  append_to(lists.headers, "Host: " + url_.authority);
}

void CurlOptions::set_headers(const CurlEasy& easy, const HttpRequest& request,
                              Lists& lists) const {
  for (const auto& [name, value] : request.headers) {
    append_to(lists.headers, header_line(name, value));
  }
  set_option(easy, CURLOPT_HTTPHEADER, lists.headers.get());
  set_option(easy, CURLOPT_USERAGENT, user_agent_.c_str());
  // On loopback compressing costs more than it saves.
  if (!connection_.disable_compression && !is_loopback(url_.host)) {
    set_option(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  }
}

void CurlOptions::set_transfer(const CurlEasy& easy, const HttpRequest& request) const {
  set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set_option(easy, CURLOPT_HTTP_VERSION,
             static_cast<long>(connection_.disable_http2 ? CURL_HTTP_VERSION_1_1
                                                         : CURL_HTTP_VERSION_2TLS));
  set_option(easy, CURLOPT_PIPEWAIT, 1L);
  set_option(easy, CURLOPT_BUFFERSIZE, 512L * 1024);
  set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  set_option(easy, CURLOPT_CONNECTTIMEOUT_MS, 30'000L);
  set_option(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  // A server ends such requests after 60 seconds; silence for longer means that it is gone.
  set_option(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set_option(easy, CURLOPT_LOW_SPEED_TIME, 90L);
}

// The decision is made already; an empty NOPROXY keeps curl from making another.
// Without its value curl leaves a header of its own out.
void CurlOptions::set_proxy(const CurlEasy& easy, Lists& lists) const {
  set_option(easy, CURLOPT_PROXY, proxy_.c_str());
  set_option(easy, CURLOPT_NOPROXY, "");
  set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set_option(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  append_to(lists.proxy_headers, "Proxy-Connection:");
  set_option(easy, CURLOPT_PROXYHEADER, lists.proxy_headers.get());
}

void CurlOptions::set_server_trust(const CurlEasy& easy) {
  if (connection_.insecure_skip_tls_verify) {
    set_option(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    set_option(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    return;
  }
  if (!connection_.certificate_authority.empty()) {
    set_option(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set_blob(easy, CURLOPT_CAINFO_BLOB, connection_.certificate_authority);
    if (proxy_.starts_with("https://")) {
      set_blob(easy, CURLOPT_PROXY_CAINFO_BLOB, connection_.certificate_authority);
    }
  } else if (const std::string& file = system_roots(); !file.empty()) {
    set_option(easy, CURLOPT_CAINFO, file.c_str());
  }
  // With a proxy of https the context could be that of the proxy, whose name is another. A curl
  // without OpenSSL refuses the option and checks by itself.
  if (!proxy_.starts_with("https://")) {
    curl_easy_setopt(easy.get(), CURLOPT_SSL_CTX_FUNCTION, on_tls_context);
    curl_easy_setopt(easy.get(), CURLOPT_SSL_CTX_DATA, &verify_);
  }
}

void CurlOptions::set_tls(const CurlEasy& easy) {
  set_option(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set_server_trust(easy);
  if (!client_certificate_.empty()) {
    set_blob(easy, CURLOPT_SSLCERT_BLOB, client_certificate_);
    set_blob(easy, CURLOPT_SSLKEY_BLOB, client_key_);
    // Never ask on the terminal for a pass phrase.
    set_option(easy, CURLOPT_KEYPASSWD, "");
  }
}

}  // namespace mesh::kube
