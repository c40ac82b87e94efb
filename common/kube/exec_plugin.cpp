// SPDX-License-Identifier: Apache-2.0
#include "common/kube/exec_plugin.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/exec_info.h"
#include "common/kube/plugin_policy.h"
#include "common/kube/spawn.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace mesh::kube {
namespace {

void check_version(const ExecPlugin& plugin) {
  const std::string& version = plugin.api_version;
  if (version != "client.authentication.k8s.io/v1" &&
      version != "client.authentication.k8s.io/v1beta1") {
    throw Error("exec plugin: invalid apiVersion \"{}\"", escape_control(version));
  }
}

// Whether the plugin may ask the user; an empty mode is IfAvailable.
Interactive decide_interactive(const ExecPlugin& plugin) {
  if (plugin.interactive_mode == "Never") {
    return Interactive::No;
  }
  const bool terminal = isatty(STDIN_FILENO) == 1;
  if (terminal && !plugin.stdin_unavailable) {
    return Interactive::Yes;
  }
  if (plugin.interactive_mode == "Always") {
    throw Error("exec plugin cannot support interactive mode: {}",
                plugin.stdin_unavailable
                    ? "standard input is unavailable: used by stdin resource manifest reader"
                    : "standard input is not a terminal");
  }
  return Interactive::No;
}

std::string install_hint(const ExecPlugin& plugin) {
  const std::string hint = escape_control(trim(plugin.install_hint));
  return hint.empty() ? std::string() : ". " + hint;
}

void check_result(const ExecPlugin& plugin, const CommandResult& result) {
  const std::string name = escape_control(plugin.command);
  if (result.start_error == ENOENT) {
    throw Error(
        "exec: executable {} not found: this kubeconfig's user needs that credential plugin; "
        "install it, or put it on PATH{}",
        name, install_hint(plugin));
  }
  if (result.start_error != 0) {
    throw Error("exec: executable {} cannot be run: {}", name,
                to_lower(std::generic_category().message(result.start_error)));
  }
  if (result.signal != 0) {
    throw Error("exec: executable {} was killed by signal {}", name, result.signal);
  }
  if (result.exit_code != 0) {
    throw Error("exec: executable {} failed with exit code {}", name, result.exit_code);
  }
}

ExecCredential run(const Connection& connection) {
  const ExecPlugin& plugin = *connection.exec;
  check_version(plugin);
  require_allowed(plugin, process_environment());
  const Interactive interactive = decide_interactive(plugin);
  Command command{plugin.command, plugin.args, plugin.env,
                  interactive == Interactive::Yes ? Stdin::Inherited : Stdin::Closed};
  command.env.emplace_back("KUBERNETES_EXEC_INFO", exec_info(connection, interactive));
  const CommandResult result = run_command(command);
  check_result(plugin, result);
  try {
    return parse_exec_credential(result.output, plugin.api_version);
  } catch (const Error& error) {
    throw Error("exec: executable {}: {}", escape_control(plugin.command), error.what());
  }
}

}  // namespace

ExecCredential run_exec_plugin(const Connection& connection) {
  try {
    return run(connection);
  } catch (const Error& error) {
    throw Error("getting credentials: {}", error.what());
  }
}

}  // namespace mesh::kube
