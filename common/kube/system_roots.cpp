// SPDX-License-Identifier: Apache-2.0
#include "common/kube/system_roots.h"

#include "common/kube/connection.h"
#include "common/kube/read_file.h"

#include <array>

namespace mesh::kube {
namespace {

std::string find_roots() {
  constexpr std::array kPlaces{
      "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch, Gentoo
      "/etc/pki/tls/certs/ca-bundle.crt",                   // Fedora, older RHEL
      "/etc/ssl/ca-bundle.pem",                             // openSUSE
      "/etc/pki/tls/cacert.pem",                            // OpenELEC
      "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // RHEL
      "/etc/ssl/cert.pem",                                  // Alpine
  };
  std::string named = process_environment()("SSL_CERT_FILE").value_or("");
  if (!named.empty()) {
    return named;
  }
  for (const char* place : kPlaces) {
    if (is_file(place)) {
      return place;
    }
  }
  return {};
}

}  // namespace

const std::string& system_roots() {
  static const std::string file = find_roots();
  return file;
}

}  // namespace mesh::kube
