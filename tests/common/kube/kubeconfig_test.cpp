// SPDX-License-Identifier: Apache-2.0
#include "common/kube/kubeconfig.h"

#include "tests/common/kube/environment.h"
#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace mesh;
using namespace mesh::kube;

TEST_CASE("without flag and KUBECONFIG the file below HOME is read") {
  const test::TempFolder home;
  home.write(".kube/config", "current-context: here");
  const Kubeconfig config = load_kubeconfig("", environment_of({{"HOME", home.path()}}));
  CHECK(config.current_context == "here");
  CHECK(config.found_file);
}

TEST_CASE("the old name of the default file is read when the new one is absent") {
  const test::TempFolder home;
  home.write(".kube/.kubeconfig", "current-context: old");
  CHECK(load_kubeconfig("", environment_of({{"HOME", home.path()}})).current_context == "old");
}

TEST_CASE("the first file of KUBECONFIG that defines a name wins the whole entry") {
  const test::TempFolder dir;
  const std::string a = dir.write("a.yaml",
                                  "users: [{name: u, user: {token: first}}]\n"
                                  "contexts: [{name: c, context: {cluster: x}}]\n");
  const std::string b = dir.write("b.yaml",
                                  "current-context: c\n"
                                  "users: [{name: u, user: {as: jane}}, {name: v, user: {}}]\n"
                                  "contexts: [{name: c, context: {namespace: shop}}]\n");
  const Kubeconfig config =
      load_kubeconfig("", environment_of({{"KUBECONFIG", a + "::/nope:" + b + ":" + a}}));
  CHECK(config.users.at("u").token == "first");
  CHECK(config.users.at("u").as.empty());
  CHECK(config.users.contains("v"));
  CHECK(config.contexts.at("c").ns.empty());
  CHECK(config.current_context == "c");
  CHECK(config.looked_for.size() == 3);
}

TEST_CASE("the kubeconfig flag names one file that must exist") {
  const test::TempFolder dir;
  const std::string odd = dir.write("a:b.yaml", "current-context: odd");
  CHECK(load_kubeconfig(odd, environment_of({})).current_context == "odd");
  CHECK(contains(error_of([] { load_kubeconfig("/nope/x", environment_of({})); }),
                 "stat /nope/x: no such file or directory"));
}

TEST_CASE("files that KUBECONFIG lists in vain are passed over, unreadable ones are fatal") {
  const test::TempFolder dir;
  CHECK_FALSE(load_kubeconfig("", environment_of({{"KUBECONFIG", "/nope/x"}})).found_file);
  CHECK(contains(
      error_of([&] {
        load_kubeconfig("", environment_of({{"KUBECONFIG", dir.path()}}));
      }),
      "error loading config file \"" + dir.path() + "\": read " + dir.path() + ": is a directory"));
}

TEST_CASE("a file that is not YAML is told with its line") {
  const test::TempFolder dir;
  const std::string bad = dir.write("bad.yaml", "clusters: [\nusers: {");
  const std::string text = error_of([&] { load_kubeconfig(bad, environment_of({})); });
  CHECK(contains(text, "error loading config file \"" + bad + "\": line "));
}

TEST_CASE("what is not a kubeconfig is refused") {
  CHECK(contains(error_of([] { parse_kubeconfig("just words", "/"); }), "not a kubeconfig"));
  CHECK(contains(error_of([] { parse_kubeconfig("apiVersion: v2", "/"); }), "\"v2\""));
  CHECK(contains(error_of([] { parse_kubeconfig("users: [{name: u}, {name: u}]", "/"); }),
                 "user \"u\": duplicate name \"u\" in list"));
}

TEST_CASE("empty files, JSON and null lists are kubeconfigs") {
  CHECK(parse_kubeconfig("", "/").current_context.empty());
  CHECK(parse_kubeconfig("# nothing\n", "/").users.empty());
  CHECK(parse_kubeconfig("users: null\nunknown: 1", "/").users.empty());
  CHECK(parse_kubeconfig(R"({"current-context":"json"})", "/").current_context == "json");
}

TEST_CASE("paths are relative to the directory of the file that holds them") {
  const Kubeconfig config = parse_kubeconfig(
      "clusters: [{name: c, cluster: {certificate-authority: ../ca.crt}}]\n"
      "users:\n"
      "- name: u\n"
      "  user: {client-certificate: u.crt, client-key: /abs/u.key, tokenFile: t/token,\n"
      "         exec: {command: bin/login, args: [./same]}}\n"
      "- name: path\n"
      "  user: {exec: {command: aws}}\n",
      "/home/me/.kube");
  CHECK(config.clusters.at("c").certificate_authority == "/home/me/ca.crt");
  const UserEntry& user = config.users.at("u");
  CHECK(user.client_certificate == "/home/me/.kube/u.crt");
  CHECK(user.client_key == "/abs/u.key");
  CHECK(user.token_file == "/home/me/.kube/t/token");
  CHECK(user.exec->command == "/home/me/.kube/bin/login");
  CHECK(user.exec->args == std::vector<std::string>{"./same"});
  CHECK(config.users.at("path").exec->command == "aws");
}

TEST_CASE("data fields are base64, and a bad one is told without its text") {
  const Kubeconfig good = parse_kubeconfig(
      R"(clusters: [{name: c, cluster: {certificate-authority-data: "Y2Vy\ndA=="}}])", "/");
  CHECK(good.clusters.at("c").certificate_authority_data == "cert");
  const std::string text = error_of(
      [] { parse_kubeconfig("users: [{name: u, user: {client-key-data: 'S3CR*T'}}]", "/"); });
  CHECK(contains(text, "user \"u\": client-key-data is not valid base64"));
  CHECK_FALSE(contains(text, "S3CR"));
}

TEST_CASE("the cluster's exec extension is kept as JSON") {
  const Kubeconfig config = parse_kubeconfig(
      "clusters:\n"
      "- name: c\n"
      "  cluster:\n"
      "    extensions:\n"
      "    - {name: other, extension: 1}\n"
      "    - name: client.authentication.k8s.io/exec\n"
      "      extension: {audience: \"42\", count: 3, on: true, list: [a, null]}\n",
      "/");
  CHECK(config.clusters.at("c").exec_config_json ==
        R"({"audience":"42","count":3,"on":true,"list":["a",null]})");
}

TEST_CASE("impersonation of a user entry is read") {
  const Kubeconfig config = parse_kubeconfig(
      "users: [{name: u, user: {as: jane, as-uid: '7', as-groups: [a, b],\n"
      "         as-user-extra: {scope: [x, z]}}}]",
      "/");
  const UserEntry& user = config.users.at("u");
  CHECK(user.as == "jane");
  CHECK(user.as_uid == "7");
  CHECK(user.as_groups == std::vector<std::string>{"a", "b"});
  CHECK(user.as_user_extra ==
        std::vector<std::pair<std::string, std::string>>{{"scope", "x"}, {"scope", "z"}});
}
