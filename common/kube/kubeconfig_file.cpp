// SPDX-License-Identifier: Apache-2.0
//
// The text of one kubeconfig file. Unknown fields are ignored, as client-go ignores them.

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/kubeconfig.h"
#include "common/kube/typed_fields.h"
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
  std::optional<std::string> bytes = decode_base64(text_field(entry, field));
  if (!bytes) {
    throw Error("{} is not valid base64", field);
  }
  return *bytes;
}

std::string exec_config(const YamlValue& cluster) {
  for (const YamlValue& extension : list_field(cluster, "extensions").items()) {
    if (text_field(extension, "name") == "client.authentication.k8s.io/exec") {
      return extension.get("extension").to_json();
    }
  }
  return {};
}

ClusterEntry read_entry(const YamlValue& cluster, const std::string& directory, ClusterEntry out) {
  out.server = text_field(cluster, "server");
  out.tls_server_name = text_field(cluster, "tls-server-name");
  out.insecure_skip_tls_verify = flag_field(cluster, "insecure-skip-tls-verify");
  out.certificate_authority =
      absolute_path(text_field(cluster, "certificate-authority"), directory);
  out.certificate_authority_data = decoded(cluster, "certificate-authority-data");
  out.proxy_url = text_field(cluster, "proxy-url");
  out.disable_compression = flag_field(cluster, "disable-compression");
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
  out.api_version = text_field(exec, "apiVersion");
  out.command = command_path(text_field(exec, "command"), directory);
  out.args = texts_field(exec, "args");
  for (const YamlValue& variable : list_field(exec, "env").items()) {
    out.env.emplace_back(text_field(variable, "name"), text_field(variable, "value"));
  }
  out.install_hint = text_field(exec, "installHint");
  out.provide_cluster_info = flag_field(exec, "provideClusterInfo");
  out.interactive_mode = text_field(exec, "interactiveMode");
  return out;
}

void read_impersonation(const YamlValue& user, UserEntry& out) {
  out.as = text_field(user, "as");
  out.as_uid = text_field(user, "as-uid");
  out.as_groups = texts_field(user, "as-groups");
  const YamlValue extra = map_field(user, "as-user-extra");
  for (const auto& [key, values] : extra.entries()) {
    for (const std::string& value : texts_field(extra, key)) {
      out.as_user_extra.emplace_back(key, value);
    }
  }
}

UserEntry read_entry(const YamlValue& user, const std::string& directory, UserEntry out) {
  out.client_certificate = absolute_path(text_field(user, "client-certificate"), directory);
  out.client_certificate_data = decoded(user, "client-certificate-data");
  out.client_key = absolute_path(text_field(user, "client-key"), directory);
  out.client_key_data = decoded(user, "client-key-data");
  out.token = text_field(user, "token");
  out.token_file = absolute_path(text_field(user, "tokenFile"), directory);
  out.username = text_field(user, "username");
  out.password = text_field(user, "password");
  const YamlValue provider = map_field(user, "auth-provider");
  out.auth_provider = {text_field(provider, "name"),
                       text_field(map_field(provider, "config"), "id-token")};
  out.exec = read_exec(map_field(user, "exec"), directory);
  read_impersonation(user, out);
  return out;
}

ContextEntry read_entry(const YamlValue& context, const std::string&, ContextEntry out) {
  out.cluster = text_field(context, "cluster");
  out.user = text_field(context, "user");
  out.ns = text_field(context, "namespace");
  return out;
}

// `plural` is the list's field, `singular` the field of each item that holds its content.
template <typename Entry>
EntriesByName<Entry> read_list(const YamlValue& config, std::string_view plural,
                               std::string_view singular, const std::string& directory) {
  EntriesByName<Entry> entries;
  for (const YamlValue& item : list_field(config, plural).items()) {
    const std::string name = text_field(item, "name");
    try {
      if (!entries.emplace(name, read_entry(map_field(item, singular), directory, Entry()))
               .second) {
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
  const std::string kind = text_field(config, "kind");
  if (!kind.empty() && kind != "Config") {
    throw Error("kind is \"{}\", a kubeconfig has kind \"Config\"", escape_control(kind));
  }
  const std::string version = text_field(config, "apiVersion");
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
  out.current_context = text_field(config, "current-context");
  return out;
}

}  // namespace mesh::kube
