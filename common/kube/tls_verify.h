// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/http.h"

#include <optional>
#include <string>

struct ssl_ctx_st;

namespace mesh::kube {

// Go does not look at the Common Name of a server's certificate, curl does: this makes OpenSSL
// check the subject alternative names by itself, and notes what was wrong with the certificate.
class TlsVerify {
 public:
  // The name or IP address that the certificate must be valid for.
  explicit TlsVerify(std::string expected_name);

  // Call for each new SSL_CTX; this object must outlive it.
  void install(ssl_ctx_st* context);

  // What was wrong with the certificate that was refused last.
  const std::optional<HttpFailure>& failure() const { return failure_; }

  const std::string& expected_name() const { return expected_name_; }

  void note(HttpFailure failure) { failure_ = std::move(failure); }

 private:
  std::string expected_name_;
  std::optional<HttpFailure> failure_;
};

}  // namespace mesh::kube
