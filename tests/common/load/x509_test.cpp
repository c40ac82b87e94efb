// SPDX-License-Identifier: Apache-2.0
#include "common/load/x509.h"

#include "common/base/text.h"
#include "common/base/time.h"
#include "common/load/secret_bytes.h"
#include "tests/common/load/x509_data.h"
#include "tests/support/catch.h"

#include <fmt/format.h>

#include <string>

using namespace mesh;
using namespace mesh::load;
using namespace mesh::test;

namespace {

// All that is kept of a text.
std::string everything(const PemData& pem) {
  std::string all = pem.public_key + "\n" + pem.error + "\n" + pem.key_error + "\n";
  for (const Certificate& certificate : pem.certificates) {
    all += certificate.subject + certificate.issuer + certificate.public_key + certificate.der;
  }
  return all;
}

std::string joined(std::string_view a, std::string_view b) {
  return std::string(a) + std::string(b);
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  out.replace(out.find(from), from.size(), to);
  return out;
}

}  // namespace

TEST_CASE("a certificate tells its names, dates and key") {
  const PemData pem = parse_pem(kCertificate);
  REQUIRE(pem.certificates.size() == 1);
  const Certificate& certificate = pem.certificates.front();
  CHECK(certificate.subject == "CN=wild");
  CHECK(certificate.issuer == "CN=Test CA");
  CHECK(certificate.dns_names == std::vector<std::string>{"*.example.com", "example.com"});
  CHECK(certificate.ip_addresses == std::vector<std::string>{"192.0.2.10"});
  CHECK(format_rfc3339(certificate.not_before) == "2025-01-01T00:00:00Z");
  CHECK(format_rfc3339(certificate.not_after) == "2125-01-01T00:00:00Z");
  CHECK(certificate.key_algorithm == "EC");
  CHECK(certificate.key_bits == 256);
  CHECK_FALSE(certificate.is_ca);
  CHECK(pem.error.empty());
  CHECK(parse_pem(kCaCertificate).certificates.front().is_ca);
}

TEST_CASE("a key and its certificate have the same public half") {
  const PemData key = parse_pem(kPrivateKey);
  CHECK(key.has_private_key);
  CHECK(key.certificates.empty());
  CHECK(key.public_key == parse_pem(kCertificate).certificates.front().public_key);
  CHECK(key.public_key != parse_pem(kCaCertificate).certificates.front().public_key);
}

TEST_CASE("certificates are read in order, whatever stands between them") {
  const PemData pem = parse_pem(joined(joined("Bag Attributes\n", kCertificate),
                                       joined(kPrivateKey, joined("# CA\n", kCaCertificate))));
  REQUIRE(pem.certificates.size() == 2);
  CHECK(pem.certificates[1].subject == "CN=Test Issuer");
  CHECK(pem.has_private_key);
  CHECK(pem.error.empty());
  CHECK(pem.key_error.empty());
}

TEST_CASE("a broken certificate is told by its number, and does not hide the others") {
  const std::string broken = replaced(kCertificate, "MII", "!!!");
  CHECK(parse_pem(joined(broken, kCaCertificate)).error == "certificate 1 in it is broken");
  CHECK(parse_pem(joined(broken, kCaCertificate)).certificates.size() == 1);
  CHECK(parse_pem(joined(kCaCertificate, broken)).error == "certificate 2 in it is broken");
  const std::string cut(kCertificate.substr(0, kCertificate.size() / 2));
  CHECK(parse_pem(cut).error == "certificate 1 in it is broken");
  CHECK(parse_pem(joined(cut + "\n", kCaCertificate)).certificates.size() == 1);
}

TEST_CASE("an indented BEGIN line is none") {
  CHECK(parse_pem(joined("  ", kCertificate)).certificates.empty());
  CHECK_FALSE(parse_pem(joined("  ", kCertificate)).error.empty());
}

TEST_CASE("line ends may be those of Windows") {
  std::string text;
  for (const char c : kCertificate) {
    text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  }
  CHECK(parse_pem(text).certificates.size() == 1);
}

TEST_CASE("what is not PEM is told from what is") {
  CHECK(parse_pem("").empty);
  CHECK(parse_pem("").error.empty());
  CHECK(parse_pem("hello").error == "it is not PEM");
  CHECK(parse_pem("\x30\x82\x01\x02").error == "it is binary (DER), not PEM");
  CHECK(parse_pem("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==").error ==
        "it is PEM in base64, encoded once too often");
  CHECK(parse_pem("-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----\n")
            .error == "it holds a certificate request, not a certificate");
  CHECK(parse_pem("-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n").error ==
        "it holds no certificate");
  CHECK(parse_pem("-----BEGIN ").error == "it holds no certificate");
  CHECK(pem_from_base64("%%%").error == "it is not base64");
}

TEST_CASE("keys that Envoy cannot use are told apart") {
  CHECK(parse_pem(kEncryptedKey).key_error == "the private key is encrypted");
  CHECK(parse_pem(kEncryptedKey).public_key.empty());
  CHECK(parse_pem(replaced(kPrivateKey, "MIGH", "!!!!")).key_error == "the private key is broken");
  CHECK(parse_pem(replaced(kPrivateKey, "-----END", "-----")).key_error ==
        "the private key is broken");
}

TEST_CASE("of a private key nothing is kept but its public half") {
  const std::string body(kPrivateKey.substr(28, 40));
  const std::string encrypted_body(kEncryptedKey.substr(38, 40));
  const std::string raw =
      decode_base64(kPrivateKey.substr(28, kPrivateKey.find("-----END") - 28)).value();
  const std::string secret_number = raw.substr(36, 32);  // of the EC key in PKCS 8
  for (const std::string& text :
       {std::string(kPrivateKey), std::string(kEncryptedKey), joined(kPrivateKey, kCertificate),
        replaced(kPrivateKey, "-----END", "-----"), replaced(kPrivateKey, "PRIVATE", "PUBLIC"),
        body, raw, replaced(kPrivateKey, "-----BEGIN", "----BEGIN")}) {
    const std::string kept = everything(parse_pem(text)) + everything(pem_from_base64(text));
    CHECK(kept.find(body) == std::string::npos);
    CHECK(kept.find(encrypted_body) == std::string::npos);
    CHECK(kept.find(secret_number) == std::string::npos);
  }
}
