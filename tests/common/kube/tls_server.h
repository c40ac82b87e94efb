// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>

namespace mesh::kube {

// The directory with the certificates that certificates.sh makes; made once per process.
const std::string& certificate_directory();

// The text of one of its files, "ca.crt".
std::string certificate_file(const std::string& name);

// server.py, running; its certificate is one of certificates.sh, "server", or "" for plain http.
class TlsServer {
 public:
  explicit TlsServer(const std::string& certificate);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  const std::string& port() const { return port_; }

 private:
  pid_t child_ = 0;
  int stdin_ = -1;
  std::string port_;
};

}  // namespace mesh::kube
