// SPDX-License-Identifier: Apache-2.0
//
// A plugin is allowed if what the kubeconfig calls it, or the file that this leads to in PATH, is
// on the list, or is the file that an entry of the list leads to.

#include "common/kube/plugin_policy.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/read_file.h"
#include "common/kube/typed_fields.h"

#include <unistd.h>

#include <algorithm>

namespace mesh::kube {
namespace {

using Type = PluginPolicy::Type;

Type parse_type(const std::string& text) {
  if (text.empty() || text == "AllowAll") {
    return Type::AllowAll;
  }
  if (text == "DenyAll") {
    return Type::DenyAll;
  }
  if (text == "Allowlist") {
    return Type::Allowlist;
  }
  throw Error("credentialPluginPolicy is \"{}\", it must be AllowAll, DenyAll or Allowlist",
              escape_control(text));
}

PluginPolicy parse_policy(const YamlValue& preferences) {
  PluginPolicy policy;
  policy.type = parse_type(text_field(preferences, "credentialPluginPolicy"));
  const YamlValue list = list_field(preferences, "credentialPluginAllowlist");
  for (const YamlValue& entry : list.items()) {
    policy.allowed.push_back(text_field(entry, "command"));
    if (policy.allowed.back().empty()) {
      throw Error("an entry of credentialPluginAllowlist has no command");
    }
  }
  if (list.present() != (policy.type == Type::Allowlist)) {
    throw Error("credentialPluginAllowlist goes with credentialPluginPolicy Allowlist only");
  }
  if (policy.type == Type::Allowlist && policy.allowed.empty()) {
    throw Error("credentialPluginAllowlist is empty: to allow no plugin, use DenyAll");
  }
  return policy;
}

// The file that a command's name leads to; empty if there is none.
std::string look_up(const std::string& command, const Environment& environment) {
  if (command.find('/') != std::string::npos) {
    return command;
  }
  const std::string path = environment("PATH").value_or("");
  for (const std::string_view directory : split(path, ':')) {
    std::string file = std::string(directory) + "/" + command;
    if (!directory.empty() && is_file(file) && access(file.c_str(), X_OK) == 0) {
      return file;
    }
  }
  return {};
}

std::string file_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

bool is_listed(const ExecPlugin& plugin, const Environment& environment) {
  const std::string found = look_up(plugin.command, environment);
  const auto& allowed = plugin.policy.allowed;
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& entry) {
    const bool same_file = file_name(entry) == file_name(plugin.command) && !found.empty() &&
                           look_up(entry, environment) == found;
    return entry == plugin.command || entry == found || same_file;
  });
}

}  // namespace

PluginPolicy load_plugin_policy(const std::string& kuberc_flag, const Environment& environment) {
  const std::string variable = environment("KUBERC").value_or("");
  const std::string named = kuberc_flag.empty() ? variable : kuberc_flag;
  if (variable == "off" || environment("KUBECTL_KUBERC").value_or("") == "false") {
    return {};
  }
  const std::string path =
      named.empty() ? environment("HOME").value_or("") + "/.kube/kuberc" : named;
  if (named.empty() && !is_file(path)) {
    return {};
  }
  try {
    return parse_policy(YamlValue::parse(read_file(path)));
  } catch (const Error& error) {
    throw Error("kuberc {}: {}", path, error.what());
  }
}

void require_allowed(const ExecPlugin& plugin, const Environment& environment) {
  const std::string name = escape_control(plugin.command);
  if (plugin.policy.type == Type::DenyAll) {
    throw Error("plugin \"{}\" not allowed: credentialPluginPolicy of the kuberc is DenyAll", name);
  }
  if (plugin.policy.type == Type::Allowlist && !is_listed(plugin, environment)) {
    throw Error("plugin \"{}\" is not permitted by the credentialPluginAllowlist of the kuberc",
                name);
  }
}

}  // namespace mesh::kube
