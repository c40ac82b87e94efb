// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh {

// One X.509 certificate, already parsed. `der` is kept for verifying signatures.
struct Certificate {
  std::string subject;  // "CN=api.example.com,O=Shop"
  std::string issuer;
  std::vector<std::string> dns_names;     // subject alternative names
  std::vector<std::string> ip_addresses;  // the same, as text
  std::vector<std::string> uris;
  Time not_before{};
  Time not_after{};
  bool is_ca = false;
  bool self_signed = false;
  std::string public_key;     // SHA-256 of the SubjectPublicKeyInfo, hexadecimal
  std::string fingerprint;    // SHA-256 of the certificate, hexadecimal
  std::string key_algorithm;  // "RSA", "EC", …
  int key_bits = 0;
  std::string der;
};

// A PEM text as it was found under some key: its certificates, and of a private key only the public
// half. The key itself is never kept.
struct PemData {
  bool empty = true;
  std::vector<Certificate> certificates;
  bool has_private_key = false;
  std::string public_key;  // of the private key, comparable with Certificate::public_key
  std::string error;       // why its certificates could not all be read; empty if they could
  std::string key_error;   // the same of its private key
};

}  // namespace mesh
