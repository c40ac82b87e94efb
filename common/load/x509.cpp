// SPDX-License-Identifier: Apache-2.0
#include "common/load/x509.h"

#include "common/base/text.h"

#include <fmt/format.h>
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace mesh::load {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kBeginInBase64 = "LS0tLS1CRUdJTi";

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

std::string name_text(const X509_NAME* name) {
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
  const NamesPtr names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
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

// One "-----BEGIN label-----" … "-----END label-----".
struct PemBlock {
  std::string_view label;
  std::string_view text;  // with its BEGIN and END lines
  bool complete = false;  // BEGIN stands at the start of its line, and there is an END
};

bool starts_line(std::string_view text, std::size_t at) {
  return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
}

// The next block from `from` on, which is moved behind it; nullopt at the end.
std::optional<PemBlock> next_block(std::string_view text, std::size_t& from) {
  const std::size_t begin = text.find(kBegin, from);
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view rest = text.substr(begin + kBegin.size());
  PemBlock block{.label = rest.substr(0, std::min(rest.find("-----"), rest.find('\n'))),
                 .text = {}};
  const std::string end_line = fmt::format("-----END {}-----", block.label);
  const std::size_t end = text.find(end_line, begin);
  const std::size_t next = text.find(kBegin, begin + kBegin.size());
  block.complete = starts_line(text, begin) && end != std::string_view::npos && end < next;
  from = block.complete ? end + end_line.size() : begin + kBegin.size();
  block.text = text.substr(begin, from - begin);
  return block;
}

bool is_certificate(std::string_view label) {
  return label == "CERTIFICATE" || label == "X509 CERTIFICATE" || label == "TRUSTED CERTIFICATE";
}

// nullptr if it is not a certificate after all.
X509Ptr parse_certificate(const PemBlock& block) {
  const Bio bio = memory_bio(block.text);
  return X509Ptr(block.complete ? PEM_read_bio_X509_AUX(bio.get(), nullptr, nullptr, nullptr)
                                : nullptr);
}

void read_certificate(const PemBlock& block, std::size_t number, PemData& out) {
  const X509Ptr x509 = parse_certificate(block);
  if (x509) {
    out.certificates.push_back(describe(x509.get()));
  } else if (out.error.empty()) {
    out.error = fmt::format("certificate {} in it is broken", number);
  }
}

// An encrypted key would ask for its passphrase; nobody answers here.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*for_writing*/, void* /*user*/) {
  return -1;
}

KeyPtr parse_private_key(const PemBlock& block) {
  const Bio bio = memory_bio(block.text);
  return KeyPtr(block.complete ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)
                               : nullptr);
}

// Envoy uses the first key.
void read_private_key(const PemBlock& block, PemData& out) {
  if (out.has_private_key) {
    return;
  }
  out.has_private_key = true;
  if (const KeyPtr key = parse_private_key(block)) {
    out.public_key = public_key_hash(key.get());
  } else if (block.text.find("ENCRYPTED") != std::string_view::npos) {
    out.key_error = "the private key is encrypted";
  } else {
    out.key_error = "the private key is broken";
  }
}

// What a text is that is not PEM.
std::string_view describe_other(std::string_view text) {
  if (trim(text).starts_with(kBeginInBase64)) {
    return "it is PEM in base64, encoded once too often";
  }
  if (text.size() > 1 && text[0] == '\x30' && (text[1] & '\x80') != 0) {
    return "it is binary (DER), not PEM";
  }
  return "it is not PEM";
}

void read_blocks(std::string_view text, PemData& out) {
  std::size_t from = 0;
  std::size_t certificates = 0;
  std::string_view other;
  while (const auto block = next_block(text, from)) {
    if (is_certificate(block->label)) {
      read_certificate(*block, ++certificates, out);
    } else if (block->label.ends_with("PRIVATE KEY")) {
      read_private_key(*block, out);
    } else {
      other = block->label;
    }
  }
  if (certificates > 0 || out.has_private_key) {
    return;
  }
  out.error = other == "CERTIFICATE REQUEST" ? "it holds a certificate request, not a certificate"
                                             : "it holds no certificate";
}

}  // namespace

PemData parse_pem(std::string_view text) {
  PemData out;
  out.empty = text.empty();
  if (text.find(kBegin) != std::string_view::npos) {
    read_blocks(text, out);
    ERR_clear_error();
  } else if (!out.empty) {
    out.error = describe_other(text);
  }
  return out;
}

}  // namespace mesh::load
