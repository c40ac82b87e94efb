// SPDX-License-Identifier: Apache-2.0
//
// From files, flags and surroundings to one Connection. What client-go does is kept, with one
// exception: in a pod, kubectl leaves the in-cluster configuration as soon as --as,
// --request-timeout or --disable-compression is given, and goes to localhost:8080. We stay.

#include "common/kube/connection.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/auth_provider.h"
#include "common/kube/duration.h"
#include "common/kube/in_cluster.h"
#include "common/kube/pem.h"
#include "common/kube/plugin_policy.h"
#include "common/kube/proxy.h"
#include "common/kube/read_file.h"
#include "common/kube/selection.h"
#include "common/kube/server_url.h"
#include "common/kube/validate.h"

namespace mesh::kube {
namespace {

constexpr std::string_view kServiceAccountDirectory =
    "/var/run/secrets/kubernetes.io/serviceaccount";

// The text of a file or of its "-data" sibling, of which at most one is given.
std::string file_or_data(const std::string& file, const std::string& data) {
  return file.empty() ? data : read_file(file);
}

void use_in_cluster(const InCluster& pod, const ConnectionFlags& flags, Selection& selection) {
  ClusterEntry& cluster = selection.cluster;
  cluster.server = pod.server;
  if (cluster.certificate_authority.empty() && !cluster.insecure_skip_tls_verify) {
    cluster.certificate_authority_data = pod.certificate_authority;
  }
  // A pod's network is faster than gzip: it breaks even at about 2 Gbit/s.
  cluster.disable_compression = true;
  if (flags.token.empty()) {
    selection.user.token_file = pod.token_file;
  }
}

bool wants_in_cluster(const Selection& selection, const ConnectionFlags& flags) {
  return !selection.from_config && flags.server.empty() && flags.client_certificate.empty();
}

std::string no_server_hint(const Kubeconfig& config, const Selection& selection) {
  if (!config.found_file) {
    return fmt::format(
        "no kubeconfig was found (looked for {}): set KUBECONFIG or --kubeconfig",
        config.looked_for.empty() ? "~/.kube/config" : join(config.looked_for, ", "));
  }
  if (selection.cluster_name.empty()) {
    return "the kubeconfig has no current-context: use --context, or kubectl config use-context";
  }
  return fmt::format("the kubeconfig has no cluster \"{}\", which its context names",
                     selection.cluster_name);
}

// Where kubectl goes when nothing names a server.
void use_default_server(const Environment& environment, Selection& selection) {
  const std::string master = environment("KUBERNETES_MASTER").value_or("");
  selection.cluster.server = master.empty() ? "http://localhost:8080" : master;
}

// Without a server, a pod's own cluster or localhost. Returns the hint for the latter.
std::string fill_in_server(const Kubeconfig& config, const ConnectionFlags& flags,
                           const std::optional<InCluster>& pod, const Environment& environment,
                           Selection& selection) {
  if (pod && wants_in_cluster(selection, flags)) {
    use_in_cluster(*pod, flags, selection);
    return {};
  }
  const bool known = config.clusters.contains(selection.cluster_name);
  if (!selection.cluster.server.empty() || known) {
    return {};
  }
  use_default_server(environment, selection);
  return no_server_hint(config, selection);
}

void set_trust(const Selection& selection, Connection& out) {
  const ClusterEntry& cluster = selection.cluster;
  out.insecure_skip_tls_verify = cluster.insecure_skip_tls_verify;
  out.tls_server_name = cluster.tls_server_name;
  out.certificate_authority =
      file_or_data(cluster.certificate_authority, cluster.certificate_authority_data);
  if (!out.certificate_authority.empty() && !has_certificate(out.certificate_authority)) {
    throw Error(
        "unable to load root certificates: unable to parse bytes as PEM block "
        "(certificate-authority of cluster \"{}\")",
        selection.cluster_name);
  }
}

void set_client_certificate(const Selection& selection, Connection& out) {
  const UserEntry& user = selection.user;
  if (user.client_certificate.empty() && user.client_certificate_data.empty()) {
    return;
  }
  const std::string& name = selection.user_name;
  out.client_certificate = file_or_data(user.client_certificate, user.client_certificate_data);
  out.client_key = file_or_data(user.client_key, user.client_key_data);
  if (!has_certificate(out.client_certificate)) {
    throw Error("the client-certificate of user \"{}\" is not a PEM certificate", name);
  }
  if (is_encrypted_key(out.client_key)) {
    throw Error(
        "the client-key of user \"{}\" is encrypted, which kubectl cannot use either: decrypt it "
        "with openssl pkey",
        name);
  }
}

bool has_credentials(const Connection& connection) {
  return !connection.token.empty() || !connection.token_file.empty() ||
         !connection.username.empty() || !connection.password.empty() ||
         !connection.client_certificate.empty();
}

// An exec plugin is run only for a user with nothing else.
void set_user(const Selection& selection, Connection& out) {
  const UserEntry& user = selection.user;
  set_client_certificate(selection, out);
  out.token = user.token;
  out.token_file = user.token_file;
  out.username = user.username;
  out.password = user.password;
  if (!user.auth_provider.name.empty() && out.token.empty()) {
    out.token = token_of_auth_provider(user.auth_provider, selection.user_name, now());
  }
  if (!has_credentials(out)) {
    out.exec = user.exec;
  }
  if (out.exec) {
    out.exec->cluster_config_json = selection.cluster.exec_config_json;
  }
}

void set_impersonation(const UserEntry& user, Connection& out) {
  out.as = user.as;
  out.as_uid = user.as_uid;
  out.as_groups = user.as_groups;
  out.as_user_extra = user.as_user_extra;
}

std::string resolve_namespace(const Selection& selection, const std::optional<InCluster>& pod) {
  if (!selection.ns.empty()) {
    return selection.ns;
  }
  return pod && !pod->ns.empty() ? pod->ns : "default";
}

// Secrets never travel over plain http: client-go reads them only for https.
void set_server(const Selection& selection, const Environment& environment, Connection& out) {
  const ServerUrl url = parse_server_url(selection.cluster.server);
  out.server = url.text();
  out.server_as_written = selection.cluster.server;
  out.proxy_url = selection.cluster.proxy_url;
  out.environment_proxy = proxy_of_environment(url, environment);
  out.disable_compression = selection.cluster.disable_compression;
  out.disable_http2 = !environment("DISABLE_HTTP2").value_or("").empty();
  if (url.https) {
    set_trust(selection, out);
    set_user(selection, out);
  }
}

}  // namespace

// A kubeconfig's names and its parser's complaints may hold line breaks: an error has one line.
Connection resolve_connection(const ConnectionFlags& flags, const Environment& environment) {
  try {
    return resolve_connection(flags, environment, std::string(kServiceAccountDirectory));
  } catch (const Error& error) {
    throw Error("{}", escape_control(error.what()));
  }
}

Connection resolve_connection(const ConnectionFlags& flags, const Environment& environment,
                              const std::string& service_account_directory) {
  const Kubeconfig config = load_kubeconfig(flags.kubeconfig, environment);
  const std::optional<InCluster> pod = find_in_cluster(environment, service_account_directory);
  Selection selection = select_entries(config, flags);

  Connection out;
  out.hint = fill_in_server(config, flags, pod, environment, selection);
  validate(selection);
  out.cluster_name = selection.cluster_name;
  out.user_name = selection.user_name;
  out.ns = resolve_namespace(selection, pod);
  out.verbosity = flags.verbosity;
  out.request_timeout_ms = parse_timeout(flags.request_timeout).count();
  set_server(selection, environment, out);
  const PluginPolicy policy = load_plugin_policy(flags.kuberc, environment);
  if (out.exec) {
    out.exec->policy = policy;
  }
  set_impersonation(selection.user, out);
  return out;
}

}  // namespace mesh::kube
