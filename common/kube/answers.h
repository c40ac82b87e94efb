// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/time.h"

#include <optional>
#include <string>

namespace mesh::kube {

// The API server's own account of a failure.
struct Status {
  std::string reason;
  std::string message;
};

// Nothing if the body is not of kind Status (a proxy's HTML page, say).
std::optional<Status> parse_status(const std::string& body);

// What an exec plugin hands out.
struct ExecCredential {
  std::string token;
  std::string client_certificate;  // PEM
  std::string client_key;
  std::optional<Time> expires;  // nothing: never
};

// Throws Error with client-go's sentence; the output is never quoted.
ExecCredential parse_exec_credential(const std::string& output, const std::string& api_version);

}  // namespace mesh::kube
