// SPDX-License-Identifier: Apache-2.0
#include "common/load/x509.h"

#include <fmt/format.h>
#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#include <memory>

namespace mesh::load {
namespace {

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using Bio = std::unique_ptr<BIO, Free<BIO_free>>;
using X509Ptr = std::unique_ptr<X509, Free<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;

Bio memory_bio(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string sha256_hex(const unsigned char* data, std::size_t size) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(data, size, digest);
  std::string out;
  for (const unsigned char byte : digest) {
    out += fmt::format("{:02x}", byte);
  }
  return out;
}

std::string public_key_hash(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) {
    return {};
  }
  std::string hash = sha256_hex(der, static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return hash;
}

std::string name_text(X509_NAME* name) {
  const Bio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Time to_time(const ASN1_TIME* time) {
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1) {
    return {};
  }
  return Time(std::chrono::seconds(timegm(&fields)));
}

std::string to_text(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string ip_text(const ASN1_OCTET_STRING* address) {
  const unsigned char* bytes = ASN1_STRING_get0_data(address);
  if (ASN1_STRING_length(address) == 4) {
    return fmt::format("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]);
  }
  std::string out;
  for (int i = 0; i + 1 < ASN1_STRING_length(address); i += 2) {
    out += fmt::format("{}{:x}", i == 0 ? "" : ":", bytes[i] * 256 + bytes[i + 1]);
  }
  return out;
}

void read_alternative_names(X509* x509, Certificate& out) {
  const NamesPtr names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) {
      out.dns_names.push_back(to_text(name->d.dNSName));
    } else if (name->type == GEN_URI) {
      out.uris.push_back(to_text(name->d.uniformResourceIdentifier));
    } else if (name->type == GEN_IPADD) {
      out.ip_addresses.push_back(ip_text(name->d.iPAddress));
    }
  }
}

std::string der_of(X509* x509) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(x509, &der);
  std::string out(reinterpret_cast<char*>(der), size > 0 ? static_cast<std::size_t>(size) : 0);
  OPENSSL_free(der);
  return out;
}

Certificate describe(X509* x509) {
  Certificate out;
  out.subject = name_text(X509_get_subject_name(x509));
  out.issuer = name_text(X509_get_issuer_name(x509));
  read_alternative_names(x509, out);
  out.not_before = to_time(X509_get0_notBefore(x509));
  out.not_after = to_time(X509_get0_notAfter(x509));
  out.is_ca = X509_check_ca(x509) > 0;
  out.self_signed = (X509_get_extension_flags(x509) & EXFLAG_SS) != 0;
  out.der = der_of(x509);
  out.fingerprint =
      sha256_hex(reinterpret_cast<const unsigned char*>(out.der.data()), out.der.size());
  if (EVP_PKEY* key = X509_get0_pubkey(x509)) {
    out.public_key = public_key_hash(key);
    out.key_bits = EVP_PKEY_get_bits(key);
    out.key_algorithm = EVP_PKEY_get0_type_name(key);
  }
  return out;
}

void read_certificates(std::string_view text, PemData& out) {
  const Bio bio = memory_bio(text);
  char* label = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  while (PEM_read_bio(bio.get(), &label, &header, &data, &size) == 1) {
    const std::string_view name = label;
    if (name == "CERTIFICATE" || name == "X509 CERTIFICATE" || name == "TRUSTED CERTIFICATE") {
      const unsigned char* der = data;
      const X509Ptr x509(d2i_X509(nullptr, &der, size));
      if (x509) {
        out.certificates.push_back(describe(x509.get()));
      } else if (out.error.empty()) {
        out.error = fmt::format("certificate {} is not valid X.509", out.certificates.size() + 1);
      }
    }
    OPENSSL_cleanse(data, static_cast<std::size_t>(size));
    OPENSSL_free(label);
    OPENSSL_free(header);
    OPENSSL_free(data);
  }
}

// An encrypted key would ask for its passphrase; nobody answers here.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*for_writing*/, void* /*user*/) {
  return -1;
}

void read_private_key(std::string_view text, PemData& out) {
  const Bio bio = memory_bio(text);
  const KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
  out.has_private_key = true;
  if (key) {
    out.public_key = public_key_hash(key.get());
  } else if (text.find("ENCRYPTED") != std::string_view::npos) {
    out.error = "the private key is encrypted";
  } else {
    out.error = "the private key is not valid PEM";
  }
}

}  // namespace

PemData parse_pem(std::string_view text) {
  PemData out;
  out.empty = text.empty();
  if (text.find("-----BEGIN") == std::string_view::npos) {
    out.error = out.empty ? "" : "it is not PEM";
    return out;
  }
  read_certificates(text, out);
  if (text.find("PRIVATE KEY-----") != std::string_view::npos) {
    read_private_key(text, out);
  } else if (out.certificates.empty() && out.error.empty()) {
    out.error = "it holds no readable certificate";
  }
  return out;
}

}  // namespace mesh::load
