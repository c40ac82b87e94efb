// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/time.h"
#include "common/kube/connection.h"

#include <optional>
#include <string>

namespace mesh::kube {

// Who we are towards the server, kept fresh. Holds secrets: never print it.
class Credentials {
 public:
  // Reads the token file or runs the exec plugin, if there is one. `connection` must outlive this.
  // Throws Error.
  Credentials(const Connection& connection, Time now);

  // Reads the token file again after 50 seconds, as client-go does, and runs the exec plugin again
  // when its credential has expired. Throws Error.
  void keep_fresh(Time now);

  // For a 401: runs the exec plugin again. False if there is none. Throws Error.
  bool renew(Time now);

  // Grows with each change, so that a request knows whether newer credentials are there.
  int generation() const { return generation_; }

  // "Bearer …" or "Basic …"; empty without either.
  std::string authorization() const;

  const std::string& client_certificate() const { return client_certificate_; }

  const std::string& client_key() const { return client_key_; }

  // The text with what is secret of the credentials masked, should a server hand it back.
  std::string masked(std::string text) const;

  // "the bearer token", "the client certificate", … for messages; no secret.
  std::string description() const;

 private:
  void read_token_file(Time now);

  const Connection& connection_;
  std::string token_;
  std::string client_certificate_;
  std::string client_key_;
  std::optional<Time> stale_at_;
  int generation_ = 0;
};

}  // namespace mesh::kube
