// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/request_headers.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mesh::kube {

// The seam between what we ask of a server and how bytes travel: curl in production
// (`curl_http.h`), a recording fake in tests.

using Clock = std::chrono::steady_clock;

struct HttpRequest {
  std::string path;  // with query, below the server's URL
  Headers headers;
  std::chrono::milliseconds timeout{0};  // of the whole transfer; 0: none
};

struct HttpHead {
  int status = 0;  // 0: no answer
  std::string content_type;
  long retry_after_seconds = 0;
  std::string redirect;  // where a 3xx points
  Headers headers;       // as they came
};

enum class Failure {
  Refused,
  UnknownHost,
  ConnectTimeout,
  Timeout,
  Reset,  // the connection broke; with a head, in the middle of the body
  UntrustedCertificate,
  ExpiredCertificate,
  WrongName,
  ClientCertificate,  // ours is unusable
  NotTls,
  Tls,
  UnknownProxy,
  Proxy,
  Other,
};

struct HttpFailure {
  Failure kind = Failure::Other;
  std::string detail;  // more about it, without secrets; may be empty
};

class HttpListener {
 public:
  HttpListener() = default;
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;
  virtual ~HttpListener() = default;

  // Some of the body, in order.
  virtual void on_piece(std::size_t id, const HttpHead& head, std::string_view piece) = 0;
  // The end; without a failure the body is complete.
  virtual void on_end(std::size_t id, const HttpHead& head,
                      const std::optional<HttpFailure>& failure) = 0;
};

// GET requests to one server, several at a time. Not thread-safe.
class Http {
 public:
  Http() = default;
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;
  virtual ~Http() = default;

  // PEM texts, for the requests that start from now on; empty for none.
  virtual void use_client_certificate(const std::string& certificate, const std::string& key) = 0;

  // Starts a request that the listener will know as `id`.
  virtual void start(std::size_t id, const HttpRequest& request) = 0;

  // Moves bytes, and waits for some at most so long. Passes on what the listener throws.
  virtual void poll(std::chrono::milliseconds at_most, HttpListener& listener) = 0;

  virtual void cancel_all() = 0;

  // The clock by which `poll` waits.
  virtual Clock::time_point now() const = 0;
};

}  // namespace mesh::kube
