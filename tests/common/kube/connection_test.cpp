// SPDX-License-Identifier: Apache-2.0
#include "common/kube/connection.h"

#include "tests/common/kube/environment.h"
#include "tests/common/kube/error_of.h"
#include "tests/common/kube/temp_directory.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

constexpr const char* kPem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

// Just this flag given.
template <typename T>
ConnectionFlags flag(T ConnectionFlags::*member, std::type_identity_t<T> value) {
  ConnectionFlags flags;
  flags.*member = std::move(value);
  return flags;
}

// A kubeconfig of one cluster "c" and one user "u" with these fields.
std::string config_of(const std::string& cluster, const std::string& user) {
  return "current-context: x\n"
         "contexts: [{name: x, context: {cluster: c, user: u}}]\n"
         "clusters: [{name: c, cluster: {" +
         cluster +
         "}}]\n"
         "users: [{name: u, user: {" +
         user + "}}]\n";
}

Connection resolve(const std::string& config, ConnectionFlags flags = {}) {
  const TempDirectory dir;
  dir.write("ca.crt", kPem);
  flags.kubeconfig = dir.write("config", config);
  return resolve_connection(flags, environment_of({}), dir.path("no-service-account"));
}

Connection resolve_user(const std::string& user, const ConnectionFlags& flags = {}) {
  return resolve(config_of("server: 'https://s'", user), flags);
}

std::string error_for(const std::string& config, const ConnectionFlags& flags = {}) {
  return error_of([&] { resolve(config, flags); });
}

std::string user_error(const std::string& user, const ConnectionFlags& flags = {}) {
  return error_for(config_of("server: 'https://s'", user), flags);
}

// The surroundings of a container with a service account.
class Pod {
 public:
  explicit Pod(std::map<std::string, std::string> more = {}) : variables_(std::move(more)) {
    dir_.write("sa/token", "pod-token");
    dir_.write("sa/ca.crt", kPem);
    dir_.write("sa/namespace", "pod-ns\n");
    variables_.insert({"KUBERNETES_SERVICE_HOST", "fd00::1"});
    variables_.insert({"KUBERNETES_SERVICE_PORT", "443"});
  }

  Connection resolve(const ConnectionFlags& flags = {}) const {
    return resolve_connection(flags, environment_of(variables_), dir_.path("sa"));
  }

  std::string token_file() const { return dir_.path("sa/token"); }

  std::string write(const std::string& config) const { return dir_.write("config", config); }

 private:
  TempDirectory dir_;
  std::map<std::string, std::string> variables_;
};

}  // namespace

TEST_CASE("the current context says cluster, user and namespace") {
  const Connection connection = resolve(
      "current-context: b\n"
      "contexts: [{name: a, context: {}}, {name: b, context: {cluster: c, user: u, namespace: "
      "n}}]\n"
      "clusters: [{name: c, cluster: {server: 'https://s:1/k8s/?q#f', disable-compression: "
      "true}}]\n"
      "users: [{name: u, user: {token: t}}]\n");
  CHECK(connection.server == "https://s:1/k8s");
  CHECK(connection.ns == "n");
  CHECK(connection.token == "t");
  CHECK(connection.cluster_name == "c");
  CHECK(connection.user_name == "u");
  CHECK(connection.disable_compression);
  CHECK(connection.hint.empty());
}

TEST_CASE("names that flags give in vain are errors that list what there is") {
  const std::string config = config_of("server: 'https://s'", "");
  CHECK(error_for(config, flag(&ConnectionFlags::context, "nope")) ==
        "context was not found for specified context: nope (the kubeconfig has: x)");
  CHECK(error_for(config, flag(&ConnectionFlags::cluster, "nope")) ==
        "no server found for cluster \"nope\" (the kubeconfig has: c)");
  CHECK(error_for(config, flag(&ConnectionFlags::user, "nope")) ==
        "auth info \"nope\" does not exist (the kubeconfig has: u)");
  CHECK(contains(error_for("current-context: gone"), "specified context: gone"));
}

TEST_CASE("a context that names a missing cluster leads to localhost with a hint") {
  const Connection connection = resolve(
      "current-context: x\n"
      "contexts: [{name: x, context: {cluster: gone, user: u}}]\n"
      "users: [{name: u, user: {token: secret}}]\n");
  CHECK(connection.server == "http://localhost:8080");
  CHECK(connection.token.empty());
  CHECK(contains(connection.hint, "no cluster \"gone\""));
}

TEST_CASE("without any kubeconfig the server is localhost and the hint says where was looked") {
  const Connection connection =
      resolve_connection({}, environment_of({{"KUBECONFIG", "/nope/config"}}), "/nope");
  CHECK(connection.server == "http://localhost:8080");
  CHECK(connection.ns == "default");
  CHECK(contains(connection.hint, "no kubeconfig was found (looked for /nope/config)"));
  CHECK(contains(resolve("").hint, "no current-context"));
}

TEST_CASE("KUBERNETES_MASTER replaces the default server") {
  const Connection connection =
      resolve_connection({}, environment_of({{"KUBERNETES_MASTER", "http://master:1"}}), "/nope");
  CHECK(connection.server == "http://master:1");
}

TEST_CASE("the server flag beats the kubeconfig and is http without a scheme") {
  const std::string config =
      config_of("server: 'https://s', tls-server-name: old", "token: secret");
  const Connection plain = resolve(config, flag(&ConnectionFlags::server, "127.0.0.1:18443"));
  CHECK(plain.server == "http://127.0.0.1:18443");
  CHECK(plain.token.empty());
  const Connection https = resolve(config, flag(&ConnectionFlags::server, "https://other"));
  CHECK(https.tls_server_name.empty());
  CHECK(https.token == "secret");
  CHECK(resolve(config).tls_server_name == "old");
}

TEST_CASE("the CA flag clears the insecure field and the insecure flag clears the CA") {
  const TempDirectory dir;
  const std::string file = dir.write("flag.crt", kPem);
  const Connection with_ca =
      resolve(config_of("server: 'https://s', insecure-skip-tls-verify: true", ""),
              flag(&ConnectionFlags::certificate_authority, file));
  CHECK_FALSE(with_ca.insecure_skip_tls_verify);
  CHECK(with_ca.certificate_authority == kPem);
  const Connection insecure =
      resolve(config_of("server: 'https://s', certificate-authority: ca.crt", ""),
              flag(&ConnectionFlags::insecure_skip_tls_verify, true));
  CHECK(insecure.insecure_skip_tls_verify);
  CHECK(insecure.certificate_authority.empty());
}

TEST_CASE("contradictions of a cluster are refused") {
  CHECK(contains(error_for(config_of("server: 'https://s', certificate-authority: ca.crt, "
                                     "certificate-authority-data: QUE=",
                                     "")),
                 "certificate-authority-data and certificate-authority are both specified for c"));
  CHECK(contains(error_for(config_of("server: 'https://s', certificate-authority: ca.crt, "
                                     "insecure-skip-tls-verify: true",
                                     "")),
                 "root certificates file with the insecure flag is not allowed"));
  CHECK(contains(error_for(config_of("", "")), "no server found for cluster \"c\""));
  CHECK(contains(error_for(config_of("server: 'https://s', proxy-url: 'ftp://u:pw@p'", "")),
                 "invalid 'proxy-url' for cluster \"c\""));
}

TEST_CASE("a CA that cannot be read or is no PEM is told") {
  CHECK(
      contains(error_for(config_of("server: 'https://s', certificate-authority: /nope/ca", "")),
               "unable to read certificate-authority /nope/ca for c due to open /nope/ca: no such "
               "file or directory"));
  CHECK(contains(error_for(config_of("server: 'https://s', certificate-authority-data: QUE=", "")),
                 "unable to load root certificates: unable to parse bytes as PEM block"));
}

TEST_CASE("one user may have only one of token and password") {
  CHECK(contains(user_error("token: t0ps3cret, username: n, password: t0ps3cret"),
                 "more than one authentication method found for u; found [token basicAuth]"));
  CHECK(contains(user_error("username: n", flag(&ConnectionFlags::token, "t")),
                 "more than one authentication method"));
  CHECK(contains(user_error("tokenFile: f, username: n"),
                 "username/password or bearer token may be set, but not both"));
}

TEST_CASE("a client certificate needs its key, once") {
  CHECK(contains(user_error("client-certificate: ca.crt"),
                 "client-key-data or client-key must be specified for u"));
  CHECK(contains(user_error("client-certificate: ca.crt, client-certificate-data: QUE=, "
                            "client-key-data: QUE="),
                 "client-cert-data and client-cert are both specified for u"));
  CHECK(contains(user_error("client-certificate: ca.crt, client-key: k, client-key-data: QUE="),
                 "client-key-data and client-key are both specified for u"));
  CHECK(contains(user_error("client-certificate: ca.crt, client-key: /nope/key"),
                 "unable to read client-key /nope/key for u"));
}

TEST_CASE("an encrypted client key is refused, for nobody can type a pass phrase") {
  const TempDirectory dir;
  const std::string key = dir.write("key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
  CHECK(contains(user_error("client-certificate: ca.crt, client-key: " + key), "is encrypted"));
}

TEST_CASE("certificate flags replace file and data of the kubeconfig") {
  const TempDirectory dir;
  const std::string file = dir.write("flag.crt", std::string(kPem) + "flag");
  const Connection connection = resolve_user("client-certificate-data: QUE=, client-key-data: QUI=",
                                             flag(&ConnectionFlags::client_certificate, file));
  CHECK(connection.client_certificate == std::string(kPem) + "flag");
  CHECK(connection.client_key == "AB");
}

TEST_CASE("an exec plugin counts only for a user without other credentials") {
  const std::string exec =
      "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Never}";
  CHECK(resolve_user(exec).exec.has_value());
  CHECK_FALSE(resolve_user(exec + ", token: t").exec.has_value());
  CHECK_FALSE(resolve_user(exec + ", username: n, password: p").exec.has_value());
  CHECK_FALSE(resolve_user(exec, flag(&ConnectionFlags::token, "t")).exec.has_value());
}

TEST_CASE("incomplete exec entries are refused") {
  const std::string v1 = "apiVersion: client.authentication.k8s.io/v1";
  CHECK(contains(user_error("exec: {" + v1 + ", interactiveMode: Never}"),
                 "command must be specified for u to use exec authentication plugin"));
  CHECK(contains(user_error("exec: {command: x}"), "apiVersion must be specified for u"));
  CHECK(contains(user_error("exec: {command: x, " + v1 + "}"),
                 "interactiveMode must be specified for u to use exec authentication plugin"));
  CHECK(contains(user_error("exec: {command: x, " + v1 + ", interactiveMode: Sometimes}"),
                 "invalid interactiveMode for u: \"Sometimes\""));
  CHECK(contains(user_error("exec: {command: x, " + v1 +
                            ", interactiveMode: Never}, auth-provider: {name: oidc}"),
                 "authProvider cannot be provided in combination with an exec plugin for u"));
  CHECK(resolve_user("exec: {command: x, apiVersion: client.authentication.k8s.io/v1beta1}")
            .exec->interactive_mode.empty());
}

TEST_CASE("the removed auth providers name their successors") {
  CHECK(contains(user_error("auth-provider: {name: gcp}"), "gke-gcloud-auth-plugin"));
  CHECK(contains(user_error("auth-provider: {name: azure}"), "kubelogin"));
  CHECK(contains(user_error("auth-provider: {name: foo}"),
                 "no Auth Provider found for name \"foo\""));
}

TEST_CASE("an oidc id-token is the token while it lives") {
  // The claims are {"exp":1} and {"exp":99999999999}.
  const std::string old_token = "e30.eyJleHAiOjF9.sig";
  const std::string new_token = "e30.eyJleHAiOjk5OTk5OTk5OTk5fQ.sig";
  const auto user = [](const std::string& token) {
    return "auth-provider: {name: oidc, config: {id-token: " + token + "}}";
  };
  CHECK(resolve_user(user(new_token)).token == new_token);
  const std::string text = user_error(user(old_token));
  CHECK(contains(text, "the oidc id-token of user \"u\" is missing or has expired"));
  CHECK_FALSE(contains(text, old_token));
}

TEST_CASE("impersonation flags override field by field") {
  const std::string user = "as: jane, as-groups: [a, b], as-uid: '1'";
  const Connection renamed = resolve_user(user, flag(&ConnectionFlags::as, "joe"));
  CHECK(renamed.as == "joe");
  CHECK(renamed.as_groups == std::vector<std::string>{"a", "b"});
  ConnectionFlags flags;
  flags.as_groups = {"g2,g3"};
  flags.as_user_extra = {"k=v=w", "ignored"};
  const Connection regrouped = resolve_user(user, flags);
  CHECK(regrouped.as == "jane");
  CHECK(regrouped.as_groups == std::vector<std::string>{"g2,g3"});
  CHECK(regrouped.as_user_extra == std::vector<std::pair<std::string, std::string>>{{"k", "v=w"}});
  CHECK(contains(user_error("", flag(&ConnectionFlags::as_groups, {"g"})),
                 "requesting uid, groups or user-extra for u without impersonating a user"));
}

TEST_CASE("plain http carries no secrets, but impersonation") {
  const Connection connection =
      resolve(config_of("server: 'http://s'", "token: t, tokenFile: f, as: jane"));
  CHECK(connection.token.empty());
  CHECK(connection.token_file.empty());
  CHECK(connection.as == "jane");
}

TEST_CASE("the request timeout is read") {
  CHECK(resolve_user("", flag(&ConnectionFlags::request_timeout, "1m30s")).request_timeout_ms ==
        90'000);
  CHECK(contains(user_error("", flag(&ConnectionFlags::request_timeout, "soon")),
                 "Invalid timeout value"));
}

TEST_CASE("in a pod without kubeconfig the service account is used") {
  const Pod pod;
  const Connection connection = pod.resolve();
  CHECK(connection.server == "https://[fd00::1]:443");
  CHECK(connection.certificate_authority == kPem);
  CHECK(connection.token_file == pod.token_file());
  CHECK(connection.ns == "pod-ns");
  CHECK(connection.disable_compression);
}

TEST_CASE("in a pod most flags keep the in-cluster server, unlike kubectl") {
  const Pod pod;
  CHECK(pod.resolve(flag(&ConnectionFlags::request_timeout, "5")).server ==
        "https://[fd00::1]:443");
  CHECK(pod.resolve(flag(&ConnectionFlags::as, "jane")).token_file == pod.token_file());
  const Connection with_token = pod.resolve(flag(&ConnectionFlags::token, "mine"));
  CHECK(with_token.token == "mine");
  CHECK(with_token.token_file.empty());
  CHECK(pod.resolve(flag(&ConnectionFlags::server, "http://other")).server == "http://other");
  CHECK(pod.resolve(flag(&ConnectionFlags::ns, "n")).ns == "n");
}

TEST_CASE("in a pod with a kubeconfig only the default namespace comes from the pod") {
  const Pod pod(std::map<std::string, std::string>{{"POD_NAMESPACE", "named"}});
  const std::string bare = pod.write(config_of("server: 'https://s'", ""));
  const Connection connection = pod.resolve(flag(&ConnectionFlags::kubeconfig, bare));
  CHECK(connection.server == "https://s");
  CHECK(connection.ns == "named");
  const std::string explicit_default = pod.write(
      "current-context: x\n"
      "contexts: [{name: x, context: {cluster: c, namespace: default}}]\n"
      "clusters: [{name: c, cluster: {server: 'https://s'}}]\n");
  CHECK(pod.resolve(flag(&ConnectionFlags::kubeconfig, explicit_default)).ns == "default");
}
