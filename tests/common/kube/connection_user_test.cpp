// SPDX-License-Identifier: Apache-2.0
#include "tests/common/kube/kubeconfig_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

TEST_CASE("one user may have only one of token and password") {
  CHECK(contains(user_error("token: t0ps3cret, username: joe, password: t0ps3cret"),
                 "more than one authentication method found for u; found [token basicAuth]"));
  CHECK(contains(user_error("username: joe", flag(&ConnectionFlags::token, "t")),
                 "more than one authentication method"));
  CHECK(contains(user_error("tokenFile: f, username: joe"),
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
  const test::TempFolder dir;
  const std::string key = dir.write("key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
  CHECK(contains(user_error("client-certificate: ca.crt, client-key: " + key), "is encrypted"));
}

TEST_CASE("certificate flags replace file and data of the kubeconfig") {
  const test::TempFolder dir;
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
  CHECK_FALSE(resolve_user(exec + ", username: joe, password: p").exec.has_value());
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
