// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/certificate.h"

#include <string>

namespace mesh::load {

// What only a few checks ask of a certificate.
struct CertificateDetails {
  std::string curve;             // of an EC key: "prime256v1", …; empty if it has no name
  bool serves_tls = true;        // RFC 5280, 4.2.1.12: what it is for, if stated, includes servers
  bool publicly_logged = false;  // RFC 6962, 3.3: a public CA issued it and told the logs
};

// Reads the certificate's DER form anew.
CertificateDetails details_of(const Certificate& certificate);

}  // namespace mesh::load
