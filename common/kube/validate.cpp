// SPDX-License-Identifier: Apache-2.0
//
// client-go's tools/clientcmd/validation.go. Its messages say that data "will override" a file; it
// refuses all the same, and so do we.

#include "common/kube/validate.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/proxy.h"
#include "common/kube/read_file.h"

namespace mesh::kube {
namespace {

using Problems = std::vector<std::string>;

// Of file and data, both.
bool both(const std::string& file, const std::string& data) {
  return !file.empty() && !data.empty();
}

// Also of a server that speaks plain http, for which they are not used.
void check_readable(std::string_view what, const std::string& file, const std::string& owner,
                    Problems& problems) {
  if (file.empty()) {
    return;
  }
  try {
    require_file(file);
  } catch (const Error& error) {
    problems.push_back(
        fmt::format("unable to read {} {} for {} due to {}", what, file, owner, error.what()));
  }
}

void check_cluster(const std::string& name, const ClusterEntry& cluster, Problems& problems) {
  if (cluster.server.empty()) {
    problems.push_back(fmt::format("no server found for cluster \"{}\"", name));
  }
  if (!cluster.proxy_url.empty() && !is_proxy_url(cluster.proxy_url)) {
    problems.push_back(
        fmt::format("invalid 'proxy-url' for cluster \"{}\": it must start with http://, https:// "
                    "or socks5://",
                    name));
  }
  if (both(cluster.certificate_authority, cluster.certificate_authority_data)) {
    problems.push_back(
        fmt::format("certificate-authority-data and certificate-authority are both specified for "
                    "{}: remove one of them",
                    name));
  }
  check_readable("certificate-authority", cluster.certificate_authority, name, problems);
  const bool has_authority =
      !cluster.certificate_authority.empty() || !cluster.certificate_authority_data.empty();
  if (cluster.insecure_skip_tls_verify && has_authority) {
    problems.push_back(
        fmt::format("specifying a root certificates file with the insecure flag is not allowed: "
                    "cluster \"{}\" has both certificate-authority and insecure-skip-tls-verify",
                    name));
  }
}

void check_methods(const std::string& name, const UserEntry& user, Problems& problems) {
  const bool basic = !user.username.empty() || !user.password.empty();
  if (!user.token.empty() && basic) {
    problems.push_back(
        fmt::format("more than one authentication method found for {}; found [token basicAuth], "
                    "only one is allowed",
                    name));
  } else if (!user.token_file.empty() && basic) {
    problems.push_back(fmt::format(
        "username/password or bearer token may be set, but not both: {} has a tokenFile too",
        name));
  }
  if (user.username.empty() && !user.password.empty()) {
    problems.push_back(fmt::format("{} has a password, but no username", name));
  }
}

void check_certificate(const std::string& name, const UserEntry& user, Problems& problems) {
  if (user.client_certificate.empty() && user.client_certificate_data.empty()) {
    return;
  }
  if (both(user.client_certificate, user.client_certificate_data)) {
    problems.push_back(fmt::format(
        "client-cert-data and client-cert are both specified for {}: remove one of them", name));
  }
  if (both(user.client_key, user.client_key_data)) {
    problems.push_back(fmt::format(
        "client-key-data and client-key are both specified for {}: remove one of them", name));
  }
  if (user.client_key.empty() && user.client_key_data.empty()) {
    problems.push_back(
        fmt::format("client-key-data or client-key must be specified for {} to use the clientCert "
                    "authentication method",
                    name));
  }
  check_readable("client-cert", user.client_certificate, name, problems);
  check_readable("client-key", user.client_key, name, problems);
}

void check_interactive_mode(const std::string& name, const ExecPlugin& exec, Problems& problems) {
  const std::string& mode = exec.interactive_mode;
  if (mode.empty() && exec.api_version == "client.authentication.k8s.io/v1") {
    problems.push_back(fmt::format(
        "interactiveMode must be specified for {} to use exec authentication plugin", name));
  } else if (!mode.empty() && mode != "Never" && mode != "IfAvailable" && mode != "Always") {
    problems.push_back(
        fmt::format("invalid interactiveMode for {}: \"{}\"", name, escape_control(mode)));
  }
}

void check_exec(const std::string& name, const UserEntry& user, Problems& problems) {
  if (!user.exec) {
    return;
  }
  const auto need = [&](bool given, std::string_view what) {
    if (!given) {
      problems.push_back(
          fmt::format("{} must be specified for {} to use exec authentication plugin", what, name));
    }
  };
  if (!user.auth_provider.name.empty()) {
    problems.push_back(fmt::format(
        "authProvider cannot be provided in combination with an exec plugin for {}", name));
  }
  need(!user.exec->command.empty(), "command");
  need(!user.exec->api_version.empty(), "apiVersion");
  for (const auto& [variable, value] : user.exec->env) {
    need(!variable.empty(), "env variable name");
  }
  check_interactive_mode(name, *user.exec, problems);
}

void check_impersonation(const std::string& name, const UserEntry& user, Problems& problems) {
  const bool more = !user.as_uid.empty() || !user.as_groups.empty() || !user.as_user_extra.empty();
  if (user.as.empty() && more) {
    problems.push_back(fmt::format(
        "requesting uid, groups or user-extra for {} without impersonating a user", name));
  }
}

}  // namespace

void validate(const Selection& selection) {
  Problems problems;
  const std::string user_name =
      selection.user_name.empty() ? "the current user" : selection.user_name;
  check_cluster(selection.cluster_name, selection.cluster, problems);
  check_methods(user_name, selection.user, problems);
  check_certificate(user_name, selection.user, problems);
  check_exec(user_name, selection.user, problems);
  check_impersonation(user_name, selection.user, problems);
  if (!problems.empty()) {
    throw Error("error in configuration: {}", join(problems, "; "));
  }
}

}  // namespace mesh::kube
