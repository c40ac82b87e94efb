// SPDX-License-Identifier: Apache-2.0
#include "common/kube/connection.h"

#include "tests/common/kube/kubeconfig_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

TEST_CASE("the current context says cluster, user and namespace") {
  const Connection connection = resolve(
      "current-context: b\n"
      "contexts: [{name: a, context: {}}, {name: b, context: {cluster: c, user: u, namespace: "
      "ns}}]\n"
      "clusters: [{name: c, cluster: {server: 'https://s:1/k8s/?q#f', disable-compression: "
      "true}}]\n"
      "users: [{name: u, user: {token: t}}]\n");
  CHECK(connection.server == "https://s:1/k8s");
  CHECK(connection.ns == "ns");
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
  const test::TempFolder dir;
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

TEST_CASE("the request timeout is read") {
  CHECK(resolve_user("", flag(&ConnectionFlags::request_timeout, "1m30s")).request_timeout_ms ==
        90'000);
  CHECK(contains(user_error("", flag(&ConnectionFlags::request_timeout, "soon")),
                 "Invalid timeout value"));
}
