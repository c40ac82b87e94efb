// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"
#include "common/kube/curl_handle.h"
#include "common/kube/http.h"
#include "common/kube/server_url.h"
#include "common/kube/tls_verify.h"

#include <string>

namespace mesh::kube {

// How curl is told about one server: URL, headers, proxy and TLS of each transfer.
class CurlOptions {
 public:
  // `connection` must outlive it.
  CurlOptions(const Connection& connection, std::string user_agent);

  void use_client_certificate(const std::string& certificate, const std::string& key);

  // The lists that a transfer's options point to; they must live as long as it does.
  struct Lists {
    CurlList headers;
    CurlList proxy_headers;
    CurlList connect_to;
  };

  void apply(const CurlEasy& easy, const HttpRequest& request, Lists& lists);

  // What was wrong with the server's certificate, after such a failure.
  const std::optional<HttpFailure>& certificate_failure() const { return verify_.failure(); }

 private:
  void set_url(const CurlEasy& easy, const HttpRequest& request, Lists& lists) const;
  void set_headers(const CurlEasy& easy, const HttpRequest& request, Lists& lists) const;
  void set_transfer(const CurlEasy& easy, const HttpRequest& request) const;
  void set_proxy(const CurlEasy& easy, Lists& lists) const;
  void set_tls(const CurlEasy& easy);
  void set_server_trust(const CurlEasy& easy);

  const Connection& connection_;
  std::string user_agent_;
  ServerUrl url_;
  std::string proxy_;
  std::string client_certificate_;
  std::string client_key_;
  TlsVerify verify_;
};

}  // namespace mesh::kube
