// SPDX-License-Identifier: Apache-2.0
#include "common/kube/exec_plugin.h"

#include "common/kube/exec_info.h"
#include "common/kube/read_file.h"
#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

constexpr const char* kAnswer =
    R"(echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",)"
    R"("status":{"token":"from-plugin"}}')";

Connection with_plugin(const std::string& command) {
  Connection connection;
  connection.server = "https://s:6443";
  connection.server_as_written = "https://s:6443/";
  connection.certificate_authority = "ca";
  connection.exec = ExecPlugin();
  connection.exec->api_version = "client.authentication.k8s.io/v1";
  connection.exec->interactive_mode = "Never";
  connection.exec->command = command;
  return connection;
}

std::string plugin_error(const Connection& connection) {
  return error_of([&] { run_exec_plugin(connection); });
}

}  // namespace

TEST_CASE("a plugin gets arguments without a shell, its environment and no input") {
  const test::TempFolder dir;
  Connection connection = with_plugin(
      dir.write_script("plugin", "printf '%s|' \"$@\" \"$EXTRA\" \"$HOME\" \"$(cat)\" > " +
                                     dir.path("seen") + "\n" + kAnswer));
  connection.exec->args = {"a b", "$(touch nope)", "'"};
  connection.exec->env = {{"EXTRA", "first"}, {"EXTRA", "later; wins"}, {"HOME", "elsewhere"}};
  CHECK(run_exec_plugin(connection).token == "from-plugin");
  CHECK(read_file(dir.path("seen")) == "a b|$(touch nope)|'|later; wins|elsewhere||");
}

TEST_CASE("KUBERNETES_EXEC_INFO reaches the plugin") {
  const test::TempFolder dir;
  const Connection connection = with_plugin(dir.write_script(
      "plugin", "printf %s \"$KUBERNETES_EXEC_INFO\" > " + dir.path("seen") + "\n" + kAnswer));
  run_exec_plugin(connection);
  CHECK(read_file(dir.path("seen")) ==
        R"({"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",)"
        R"("spec":{"interactive":false}})");
}

TEST_CASE("cluster information is given when the kubeconfig asks for it") {
  Connection connection = with_plugin("x");
  connection.exec->provide_cluster_info = true;
  connection.exec->cluster_config_json = R"({"audience":"a"})";
  connection.tls_server_name = "name";
  connection.proxy_url = "http://p";
  CHECK(exec_info(connection, Interactive::Yes) ==
        R"({"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{)"
        R"("cluster":{"server":"https://s:6443/","tls-server-name":"name",)"
        R"("certificate-authority-data":"Y2E=","proxy-url":"http://p",)"
        R"("config":{"audience":"a"}},"interactive":true}})");
}

TEST_CASE("a plugin that is not installed is told with its hint, made safe") {
  Connection connection = with_plugin("no-such-plugin-here");
  connection.exec->install_hint = "get it\x1b[31m from us";
  CHECK(plugin_error(connection) ==
        "getting credentials: exec: executable no-such-plugin-here not found: this kubeconfig's "
        "user needs that credential plugin; install it, or put it on PATH. get it^[[31m from us");
}

TEST_CASE("a plugin that fails is told with its exit code or signal, not with its output") {
  const test::TempFolder dir;
  const std::string failed =
      plugin_error(with_plugin(dir.write_script("failing", "echo s3cret; exit 3")));
  CHECK(failed == "getting credentials: exec: executable " + dir.path("failing") +
                      " failed with exit code 3");
  const std::string killed = plugin_error(with_plugin(dir.write_script("killed", "kill -9 $$")));
  CHECK(contains(killed, "was killed by signal 9"));
  dir.write("not-executable", "x");
  CHECK(contains(plugin_error(with_plugin(dir.path("not-executable"))),
                 "cannot be run: permission denied"));
}

TEST_CASE("endless output of a plugin is read to its end and refused") {
  const test::TempFolder dir;
  const std::string text = plugin_error(
      with_plugin(dir.write_script("chatty", "head -c 3000000 /dev/zero | tr '\\0' x")));
  CHECK(text == "getting credentials: exec: executable " + dir.path("chatty") +
                    ": decoding stdout: it is not an ExecCredential");
}

TEST_CASE("unknown API versions are refused before the plugin runs") {
  Connection connection = with_plugin("/nope");
  connection.exec->api_version = "client.authentication.k8s.io/v1alpha1";
  CHECK(plugin_error(connection) ==
        "getting credentials: exec plugin: invalid apiVersion "
        "\"client.authentication.k8s.io/v1alpha1\"");
}

TEST_CASE("a plugin that must ask the user cannot when stdin is in use") {
  Connection connection = with_plugin("/nope");
  connection.exec->interactive_mode = "Always";
  connection.exec->stdin_unavailable = true;
  CHECK(plugin_error(connection) ==
        "getting credentials: exec plugin cannot support interactive mode: standard input is "
        "unavailable: used by stdin resource manifest reader");
}
