// SPDX-License-Identifier: Apache-2.0
#include "common/load/x509_details.h"

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <memory>

namespace mesh::load {
namespace {

struct FreeX509 {
  void operator()(X509* x509) const { X509_free(x509); }
};

std::unique_ptr<X509, FreeX509> parse(const std::string& der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  return std::unique_ptr<X509, FreeX509>(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
}

std::string curve_of(const EVP_PKEY* key) {
  char name[64];
  std::size_t size = 0;
  const bool known = key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
                     EVP_PKEY_get_group_name(key, name, sizeof(name), &size) == 1;
  return known ? std::string(name, size) : std::string();
}

}  // namespace

CertificateDetails details_of(const Certificate& certificate) {
  const auto x509 = parse(certificate.der);
  if (!x509) {
    return {};
  }
  const std::uint32_t usage = X509_get_extended_key_usage(x509.get());  // all bits: not stated
  return {.curve = curve_of(X509_get0_pubkey(x509.get())),
          .serves_tls = (usage & (XKU_SSL_SERVER | XKU_ANYEKU)) != 0,
          .publicly_logged = X509_get_ext_by_NID(x509.get(), NID_ct_precert_scts, -1) >= 0};
}

}  // namespace mesh::load
