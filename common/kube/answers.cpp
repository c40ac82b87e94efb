// SPDX-License-Identifier: Apache-2.0
#include "common/kube/answers.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/yaml_value.h"

namespace mesh::kube {
namespace {

YamlValue parse_output(const std::string& output) {
  try {
    return YamlValue::parse(output);
  } catch (const Error&) {
    throw Error("decoding stdout: it is neither JSON nor YAML");
  }
}

void check_header(const YamlValue& credential, const std::string& api_version) {
  if (credential.get("kind").text() != "ExecCredential") {
    throw Error("decoding stdout: it is not an ExecCredential");
  }
  const std::string version = credential.get("apiVersion").text();
  if (version != api_version) {
    throw Error("exec plugin is configured to use API version {}, plugin returned version {}",
                api_version, escape_control(version));
  }
}

std::optional<Time> expiry_of(const YamlValue& status) {
  const YamlValue field = status.get("expirationTimestamp");
  if (!field.present()) {
    return std::nullopt;
  }
  const std::optional<Time> time = parse_rfc3339(field.text());
  if (!time) {
    throw Error("the expirationTimestamp is not an RFC 3339 time");
  }
  return time;
}

}  // namespace

std::optional<Status> parse_status(const std::string& body) {
  // Error pages can be anything; only what starts like an object is worth parsing.
  if (!trim(body).starts_with('{')) {
    return std::nullopt;
  }
  try {
    const YamlValue status = YamlValue::parse(body);
    if (status.get("kind").text() != "Status") {
      return std::nullopt;
    }
    return Status{status.get("reason").text(), status.get("message").text()};
  } catch (const Error&) {
    return std::nullopt;
  }
}

ExecCredential parse_exec_credential(const std::string& output, const std::string& api_version) {
  const YamlValue credential = parse_output(output);
  check_header(credential, api_version);
  const YamlValue status = credential.get("status");
  if (!status.present()) {
    throw Error("exec plugin didn't return a status field");
  }
  ExecCredential out;
  out.token = status.get("token").text();
  out.client_certificate = status.get("clientCertificateData").text();
  out.client_key = status.get("clientKeyData").text();
  out.expires = expiry_of(status);
  if (out.client_certificate.empty() != out.client_key.empty()) {
    throw Error("exec plugin returned only certificate or key, not both");
  }
  if (out.token.empty() && out.client_certificate.empty()) {
    throw Error("exec plugin didn't return a token or cert/key pair");
  }
  return out;
}

}  // namespace mesh::kube
