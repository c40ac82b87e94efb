// SPDX-License-Identifier: Apache-2.0
//
// The text of one kubeconfig file. Unknown fields are ignored, as client-go ignores them.

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/kubeconfig.h"
#include "common/kube/yaml_value.h"

#include <filesystem>

namespace mesh::kube {
namespace {

std::string absolute_path(const std::string& path, const std::string& directory) {
  if (path.empty()) {
    return {};
  }
  return (std::filesystem::path(directory) / path).lexically_normal().string();
}

std::string decoded(const YamlValue& entry, std::string_view field) {
  std::optional<std::string> bytes = decode_base64(entry.get(field).text());
  if (!bytes) {
    throw Error("{} is not valid base64", field);
  }
  return *bytes;
}

std::string exec_config(const YamlValue& cluster) {
  for (const YamlValue& extension : cluster.get("extensions").items()) {
    if (extension.get("name").text() == "client.authentication.k8s.io/exec") {
      return extension.get("extension").to_json();
    }
  }
  return {};
}

ClusterEntry read_entry(const YamlValue& cluster, const std::string& directory, ClusterEntry out) {
  out.server = cluster.get("server").text();
  out.tls_server_name = cluster.get("tls-server-name").text();
  out.insecure_skip_tls_verify = cluster.get("insecure-skip-tls-verify").boolean();
  out.certificate_authority = absolute_path(cluster.get("certificate-authority").text(), directory);
  out.certificate_authority_data = decoded(cluster, "certificate-authority-data");
  out.proxy_url = cluster.get("proxy-url").text();
  out.disable_compression = cluster.get("disable-compression").boolean();
  out.exec_config_json = exec_config(cluster);
  return out;
}

// A bare name is looked up in PATH, a relative path starts at the kubeconfig's directory.
std::string command_path(const std::string& command, const std::string& directory) {
  return command.find('/') == std::string::npos ? command : absolute_path(command, directory);
}

std::optional<ExecPlugin> read_exec(const YamlValue& exec, const std::string& directory) {
  if (!exec.is_map()) {
    return std::nullopt;
  }
  ExecPlugin out;
  out.api_version = exec.get("apiVersion").text();
  out.command = command_path(exec.get("command").text(), directory);
  out.args = exec.get("args").texts();
  for (const YamlValue& variable : exec.get("env").items()) {
    out.env.emplace_back(variable.get("name").text(), variable.get("value").text());
  }
  out.install_hint = exec.get("installHint").text();
  out.provide_cluster_info = exec.get("provideClusterInfo").boolean();
  out.interactive_mode = exec.get("interactiveMode").text();
  return out;
}

void read_impersonation(const YamlValue& user, UserEntry& out) {
  out.as = user.get("as").text();
  out.as_uid = user.get("as-uid").text();
  out.as_groups = user.get("as-groups").texts();
  for (const auto& [key, values] : user.get("as-user-extra").entries()) {
    for (const std::string& value : values.texts()) {
      out.as_user_extra.emplace_back(key, value);
    }
  }
}

UserEntry read_entry(const YamlValue& user, const std::string& directory, UserEntry out) {
  out.client_certificate = absolute_path(user.get("client-certificate").text(), directory);
  out.client_certificate_data = decoded(user, "client-certificate-data");
  out.client_key = absolute_path(user.get("client-key").text(), directory);
  out.client_key_data = decoded(user, "client-key-data");
  out.token = user.get("token").text();
  out.token_file = absolute_path(user.get("tokenFile").text(), directory);
  out.username = user.get("username").text();
  out.password = user.get("password").text();
  const YamlValue provider = user.get("auth-provider");
  out.auth_provider = {provider.get("name").text(), provider.get("config").get("id-token").text()};
  out.exec = read_exec(user.get("exec"), directory);
  read_impersonation(user, out);
  return out;
}

ContextEntry read_entry(const YamlValue& context, const std::string&, ContextEntry out) {
  out.cluster = context.get("cluster").text();
  out.user = context.get("user").text();
  out.ns = context.get("namespace").text();
  return out;
}

// `plural` is the list's field, `singular` the field of each item that holds its content.
template <typename Entry>
EntriesByName<Entry> read_list(const YamlValue& config, std::string_view plural,
                               std::string_view singular, const std::string& directory) {
  EntriesByName<Entry> entries;
  for (const YamlValue& item : config.get(plural).items()) {
    const std::string name = item.get("name").text();
    try {
      if (!entries.emplace(name, read_entry(item.get(singular), directory, Entry())).second) {
        throw Error("duplicate name \"{}\" in list", name);
      }
    } catch (const Error& error) {
      throw Error(R"({} "{}": {})", singular, name, error.what());
    }
  }
  return entries;
}

void check_header(const YamlValue& config) {
  if (config.present() && !config.is_map()) {
    throw Error("this is not a kubeconfig: a map with clusters, users and contexts was expected");
  }
  const std::string version = config.get("apiVersion").text();
  if (!version.empty() && version != "v1") {
    throw Error(R"(apiVersion is "{}", only "v1" is known)", escape_control(version));
  }
}

}  // namespace

Kubeconfig parse_kubeconfig(const std::string& text, const std::string& directory) {
  const YamlValue config = YamlValue::parse(text);
  check_header(config);
  Kubeconfig out;
  out.clusters = read_list<ClusterEntry>(config, "clusters", "cluster", directory);
  out.users = read_list<UserEntry>(config, "users", "user", directory);
  out.contexts = read_list<ContextEntry>(config, "contexts", "context", directory);
  out.current_context = config.get("current-context").text();
  return out;
}

}  // namespace mesh::kube
