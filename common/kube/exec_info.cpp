// SPDX-License-Identifier: Apache-2.0
#include "common/kube/exec_info.h"

#include "common/base/text.h"
#include "common/kube/encode_base64.h"
#include "common/kube/yaml_value.h"

#include <fmt/format.h>

namespace mesh::kube {
namespace {

// Zero fields are left out, as Go does; but "config" is always there.
std::string cluster_info(const Connection& connection) {
  std::vector<std::string> fields{"\"server\":" + json_quoted(connection.server_as_written)};
  const auto add_text = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) {
      fields.push_back(fmt::format("\"{}\":{}", name, json_quoted(value)));
    }
  };
  const auto add_true = [&](std::string_view name, bool value) {
    if (value) {
      fields.push_back(fmt::format("\"{}\":true", name));
    }
  };
  add_text("tls-server-name", connection.tls_server_name);
  add_true("insecure-skip-tls-verify", connection.insecure_skip_tls_verify);
  add_text("certificate-authority-data", encode_base64(connection.certificate_authority));
  add_text("proxy-url", connection.proxy_url);
  add_true("disable-compression", connection.disable_compression);
  const std::string& config = connection.exec->cluster_config_json;
  fields.push_back("\"config\":" + (config.empty() ? "null" : config));
  return fmt::format("{{{}}}", join(fields, ","));
}

}  // namespace

std::string exec_info(const Connection& connection, Interactive interactive) {
  const std::string cluster = connection.exec->provide_cluster_info
                                  ? "\"cluster\":" + cluster_info(connection) + ","
                                  : std::string();
  return fmt::format(R"({{"kind":"ExecCredential","apiVersion":{},"spec":{{{}"interactive":{}}}}})",
                     json_quoted(connection.exec->api_version), cluster,
                     interactive == Interactive::Yes);
}

}  // namespace mesh::kube
