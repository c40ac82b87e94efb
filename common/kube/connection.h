// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::kube {

// The connection flags of kubectl, as given; empty or unset means "not given".
struct ConnectionFlags {
  std::string kubeconfig;
  std::string context;
  std::string cluster;
  std::string user;
  std::string server;
  std::string token;
  std::string username;
  std::string password;
  std::string ns;
  std::string client_certificate;
  std::string client_key;
  std::string certificate_authority;
  std::string tls_server_name;
  bool insecure_skip_tls_verify = false;
  bool disable_compression = false;
  std::string request_timeout;
  std::string as;
  std::string as_uid;
  std::vector<std::string> as_groups;
  std::vector<std::string> as_user_extra;
  std::string kuberc;
  int verbosity = 0;  // -v
};

// Looks up an environment variable; the seam that lets tests say what the environment is.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;
Environment process_environment();

// Which credential plugins may run, as the user's kuberc has it.
struct PluginPolicy {
  enum class Type { AllowAll, DenyAll, Allowlist };

  Type type = Type::AllowAll;
  std::vector<std::string> allowed;
};

struct ExecPlugin {
  std::string api_version;
  std::string command;
  std::vector<std::string> args;
  std::vector<std::pair<std::string, std::string>> env;
  std::string install_hint;
  bool provide_cluster_info = false;
  std::string interactive_mode;
  std::string cluster_config_json;  // the extension client.authentication.k8s.io/exec, or empty
  PluginPolicy policy;
  bool stdin_unavailable = false;  // to be set by a caller that reads manifests from stdin
};

// Everything needed to talk to one API server: kubeconfig and flags merged as client-go does.
// Certificates and keys are PEM texts. Holds secrets: never print it.
struct Connection {
  std::string server;             // with path prefix, without trailing slash
  std::string server_as_written;  // what a credential plugin is told
  std::string ns;                 // never empty
  std::string cluster_name;
  std::string user_name;

  std::string certificate_authority;
  bool insecure_skip_tls_verify = false;
  std::string tls_server_name;
  std::string proxy_url;          // of the kubeconfig
  std::string environment_proxy;  // HTTPS_PROXY and its kin, if they apply to this server
  bool disable_compression = false;
  bool disable_http2 = false;
  long request_timeout_ms = 0;  // 0: none
  int verbosity = 0;            // from 6 on, requests are shown on standard error
  std::string hint;             // why we ended at this server, when no kubeconfig names it

  std::string client_certificate;
  std::string client_key;
  std::string token;
  std::string token_file;
  std::string username;
  std::string password;
  std::optional<ExecPlugin> exec;

  std::string as;
  std::string as_uid;
  std::vector<std::string> as_groups;
  std::vector<std::pair<std::string, std::string>> as_user_extra;
};

// Reads the kubeconfig files that kubectl would read and applies the flags. Throws Error with
// kubectl's own sentence, or a better one, when kubectl would fail. Reads files, runs nothing.
Connection resolve_connection(const ConnectionFlags& flags, const Environment& environment);

// The same, with the directory where a pod finds its service account.
Connection resolve_connection(const ConnectionFlags& flags, const Environment& environment,
                              const std::string& service_account_directory);

}  // namespace mesh::kube
