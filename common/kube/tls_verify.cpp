// SPDX-License-Identifier: Apache-2.0
#include "common/kube/tls_verify.h"

#include "common/base/text.h"
#include "common/base/time.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <memory>
#include <vector>

namespace mesh::kube {
namespace {

int context_slot() {
  static const int slot = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return slot;
}

std::string name_text(const X509_NAME* name) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(BIO_new(BIO_s_mem()), &BIO_free_all);
  X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return escape_control(std::string_view(data, static_cast<std::size_t>(size)));
}

std::string address_text(const ASN1_OCTET_STRING* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(bytes) == 4 ? AF_INET : AF_INET6;
  const char* end = inet_ntop(family, ASN1_STRING_get0_data(bytes), text.data(), text.size());
  return end == nullptr ? "" : text.data();
}

std::string alternative_name_text(const GENERAL_NAME* name) {
  if (name->type == GEN_DNS) {
    const auto* data = ASN1_STRING_get0_data(name->d.dNSName);
    return escape_control({reinterpret_cast<const char*>(data),
                           static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))});
  }
  const int size = name->type == GEN_IPADD ? ASN1_STRING_length(name->d.iPAddress) : 0;
  return size == 4 || size == 16 ? address_text(name->d.iPAddress) : "";
}

std::vector<std::string> alternative_names(const X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      &GENERAL_NAMES_free);
  std::vector<std::string> out;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    std::string text = alternative_name_text(sk_GENERAL_NAME_value(names.get(), i));
    if (!text.empty()) {
      out.push_back(std::move(text));
    }
  }
  return out;
}

std::string wrong_name_detail(const X509* certificate, const std::string& expected) {
  const std::vector<std::string> names = alternative_names(certificate);
  if (names.empty()) {
    return fmt::format(
        "it has no subject alternative names, and Kubernetes does not look at the "
        "Common Name; \"{}\" was expected",
        expected);
  }
  return fmt::format("it is valid for {}, not for {}", join(names, ", "), expected);
}

std::string date_text(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    return "an unreadable date";
  }
  return format_rfc3339(std::chrono::floor<std::chrono::seconds>(
      std::chrono::system_clock::from_time_t(timegm(&parts))));
}

HttpFailure describe(int code, const X509* certificate, const std::string& expected) {
  const std::string subject = fmt::format("\"{}\"", name_text(X509_get_subject_name(certificate)));
  switch (code) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return {Failure::WrongName, wrong_name_detail(certificate, expected)};
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {Failure::ExpiredCertificate,
              subject + " expired at " + date_text(X509_get0_notAfter(certificate))};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {Failure::ExpiredCertificate,
              subject + " is valid only from " + date_text(X509_get0_notBefore(certificate))};
    default:
      return {Failure::UntrustedCertificate,
              fmt::format("its issuer is \"{}\"; {}", name_text(X509_get_issuer_name(certificate)),
                          X509_verify_cert_error_string(code))};
  }
}

int on_verify(int ok, X509_STORE_CTX* store) {
  if (ok == 1) {
    return ok;
  }
  const auto* ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* verify = static_cast<TlsVerify*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), context_slot()));
  verify->note(describe(X509_STORE_CTX_get_error(store), X509_STORE_CTX_get_current_cert(store),
                        verify->expected_name()));
  return ok;
}

}  // namespace

TlsVerify::TlsVerify(std::string expected_name) : expected_name_(std::move(expected_name)) {}

void TlsVerify::install(ssl_ctx_st* context) {
  X509_VERIFY_PARAM* parameters = SSL_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, expected_name_.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(parameters, expected_name_.c_str(), expected_name_.size());
  }
  SSL_CTX_set_ex_data(context, context_slot(), this);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, on_verify);
}

}  // namespace mesh::kube
