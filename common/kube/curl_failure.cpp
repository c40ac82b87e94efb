// SPDX-License-Identifier: Apache-2.0
#include "common/kube/curl_failure.h"

#include "common/base/text.h"

#include <cerrno>

namespace mesh::kube {
namespace {

// With a connection that another request made, only the time of the request is known.
bool connected(const CurlEasy& easy) {
  curl_off_t connect_time = 0;
  curl_off_t request_time = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_CONNECT_TIME_T, &connect_time);
  curl_easy_getinfo(easy.get(), CURLINFO_PRETRANSFER_TIME_T, &request_time);
  return connect_time > 0 || request_time > 0;
}

bool mentions(std::string_view text, std::string_view part) {
  return to_lower(text).find(part) != std::string::npos;
}

Failure classify_handshake(std::string_view error) {
  if (mentions(error, "wrong version number") || mentions(error, "http request")) {
    return Failure::NotTls;
  }
  if (mentions(error, "reset by peer") || mentions(error, "ssl_error_syscall") ||
      mentions(error, "unexpected eof")) {
    return Failure::Reset;
  }
  return Failure::Tls;
}

Failure classify_connect(const CurlEasy& easy, std::string_view error) {
  long code = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_OS_ERRNO, &code);
  if (code == ECONNREFUSED || mentions(error, "refused")) {
    return Failure::Refused;
  }
  return code == ETIMEDOUT ? Failure::ConnectTimeout : Failure::Other;
}

// The proxy answered, but would not let us through.
bool tunnel_refused(const CurlEasy& easy) {
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_HTTP_CONNECTCODE, &status);
  return status >= 300;
}

Failure classify(CURLcode code, const CurlEasy& easy, std::string_view error) {
  if (tunnel_refused(easy)) {
    return Failure::Proxy;
  }
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return Failure::UnknownHost;
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Failure::UnknownProxy;
    case CURLE_PROXY:
      return Failure::Proxy;
    case CURLE_COULDNT_CONNECT:
      return classify_connect(easy, error);
    case CURLE_OPERATION_TIMEDOUT:
      return connected(easy) ? Failure::Timeout : Failure::ConnectTimeout;
    case CURLE_SSL_CERTPROBLEM:
      return Failure::ClientCertificate;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return Failure::UntrustedCertificate;
    case CURLE_SSL_CONNECT_ERROR:
      return classify_handshake(error);
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return mentions(error, "alert") ? Failure::Tls : Failure::Reset;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return Failure::Reset;
    default:
      return Failure::Other;
  }
}

}  // namespace

HttpFailure curl_failure(CURLcode code, const CurlEasy& easy, std::string_view error) {
  const std::string detail = escape_control(error.empty() ? curl_easy_strerror(code) : error);
  return {classify(code, easy, detail), detail};
}

}  // namespace mesh::kube
