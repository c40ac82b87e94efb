// SPDX-License-Identifier: Apache-2.0
#include "common/kube/api_client.h"

#include "tests/common/kube/error_of.h"
#include "tests/common/kube/tls_server.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

constexpr const char* kAgent = "kubectl-mesh_test/0.1.0 (linux/amd64)";

// One server for the tests that want nothing special of it.
const TlsServer& good_server() {
  static const TlsServer server("server");
  return server;
}

Connection connection_to(const TlsServer& server) {
  Connection connection;
  connection.server = "https://127.0.0.1:" + server.port();
  connection.certificate_authority = certificate_file("ca.crt");
  connection.cluster_name = "prod";
  connection.user_name = "me";
  return connection;
}

std::pair<Outcome, std::string> get(const Connection& connection, const std::string& path) {
  return ApiClient(connection, kAgent).get({path, "application/json"});
}

std::string message_from(const std::string& certificate) {
  const TlsServer server(certificate);
  return get(connection_to(server), "/echo").first.message;
}

}  // namespace

TEST_CASE("a request carries our headers and no others that matter") {
  Connection connection = connection_to(good_server());
  connection.token = "t";
  connection.as = "jane";
  connection.as_user_extra = {{"empty", ""}};
  const auto [outcome, body] = get(connection, "/echo?resourceVersion=0");
  CHECK(outcome.status == 200);
  CHECK(contains(body, "\"path\": \"/echo?resourceVersion=0\""));
  CHECK(contains(body, "Authorization: Bearer t\""));
  CHECK(contains(body, "Impersonate-User: jane\""));
  CHECK(contains(body, "Impersonate-Extra-empty: \""));
  CHECK(contains(body, std::string("User-Agent: ") + kAgent));
  CHECK(contains(body, "Accept: application/json\""));
  CHECK_FALSE(contains(body, "Accept-Encoding"));
}

TEST_CASE("parallel bodies arrive whole, each for its own request") {
  ApiClient client(connection_to(good_server()), kAgent);
  const std::vector<Request> requests{{"/big", "a/b"},
                                      {"/echo", "a/b"},
                                      {"/forbidden", "a/b"},
                                      {"/big", "a/b"},
                                      {"/missing", "a/b"}};
  std::vector<std::size_t> sizes(requests.size());
  const auto outcomes = client.get_all(
      requests, [&](std::size_t i, std::string_view piece) { sizes[i] += piece.size(); });
  CHECK(sizes[0] == 1'048'576);
  CHECK(sizes[3] == 1'048'576);
  CHECK(sizes[2] == 0);
  CHECK(outcomes[0].status == 200);
  CHECK(outcomes[2].status == 403);
  CHECK(outcomes[2].message == "no");
  CHECK(outcomes[4].status == 404);
}

TEST_CASE("a client certificate is presented") {
  Connection connection = connection_to(good_server());
  connection.client_certificate = certificate_file("jane.crt");
  connection.client_key = certificate_file("jane.key");
  CHECK(contains(get(connection, "/echo").second, "'jane'"));
}

TEST_CASE("a client key of another pair is told with its fields") {
  Connection connection = connection_to(good_server());
  connection.client_certificate = certificate_file("jane.crt");
  connection.client_key = certificate_file("joe.key");
  const std::string message = get(connection, "/echo").first.message;
  CHECK(contains(message, "the client certificate of user \"me\" cannot be used"));
  CHECK(contains(message, "client-key(-data)"));
}

TEST_CASE("a server certificate of another CA is refused, naming certificate-authority") {
  Connection connection = connection_to(good_server());
  connection.certificate_authority = certificate_file("other-ca.crt");
  const std::string message = get(connection, "/echo").first.message;
  CHECK(contains(message, "signed by an unknown authority (its issuer is \"CN = ca\""));
  CHECK(contains(message, "look at certificate-authority(-data) of cluster \"prod\""));
  connection.certificate_authority.clear();
  CHECK(contains(get(connection, "/echo").first.message,
                 "the kubeconfig names no certificate-authority for cluster \"prod\""));
}

TEST_CASE("an unknown CA does not matter when the user does not want to know") {
  const TlsServer server("elsewhere");
  Connection connection = connection_to(server);
  connection.certificate_authority.clear();
  connection.insecure_skip_tls_verify = true;
  CHECK(get(connection, "/echo").first.status == 200);
}

TEST_CASE("an expired server certificate is told with its date") {
  CHECK(contains(message_from("expired"), "is not valid now (\"CN = server\" expired at 20"));
}

TEST_CASE("a server certificate for other names is told with them") {
  const std::string message = message_from("elsewhere");
  CHECK(contains(message, "it is valid for api.example.com, 10.0.0.1, not for 127.0.0.1"));
  CHECK(contains(message, "look at server and tls-server-name of cluster \"prod\""));
}

TEST_CASE("the Common Name alone does not count, as in Go") {
  const TlsServer server("common-name-only");
  Connection connection = connection_to(server);
  connection.server = "https://localhost:" + server.port();
  CHECK(contains(get(connection, "/echo").first.message, "no subject alternative names"));
}

TEST_CASE("tls-server-name replaces the name that is checked, not the host that is asked") {
  const TlsServer server("elsewhere");
  Connection connection = connection_to(server);
  connection.tls_server_name = "api.example.com";
  const auto [outcome, body] = get(connection, "/echo");
  CHECK(outcome.message.empty());
  CHECK(contains(body, "Host: 127.0.0.1:" + server.port() + "\""));
  connection.tls_server_name = "kubernetes";
  CHECK(contains(get(connection, "/echo").first.message, "not for kubernetes"));
}

TEST_CASE("a closed port is told in kubectl's words, with the hint if there is one") {
  Connection connection;
  connection.server = "http://127.0.0.1:1";
  connection.hint = "no kubeconfig was found";
  CHECK(get(connection, "/api").first.message ==
        "the connection to the server 127.0.0.1:1 was refused - did you specify the right host or "
        "port? (no kubeconfig was found)");
}

TEST_CASE("an unknown host is told with the field that names it") {
  Connection connection;
  connection.server = "https://no-such-host.invalid:6443";
  connection.cluster_name = "prod";
  const std::string message = get(connection, "/api").first.message;
  CHECK(contains(message, "no-such-host.invalid:6443: no such host"));
  CHECK(contains(message, "look at server of cluster \"prod\""));
}

TEST_CASE("a server that speaks plain HTTP is told apart") {
  CHECK(contains(message_from(""), "does not speak TLS"));
}

TEST_CASE("the request timeout ends a slow answer") {
  Connection connection = connection_to(good_server());
  connection.request_timeout_ms = 300;
  const Outcome outcome = get(connection, "/slow").first;
  CHECK(outcome.status == 0);
  CHECK(contains(outcome.message, "within --request-timeout=300ms"));
}

TEST_CASE("an answer that breaks off has no status") {
  const auto [outcome, body] = get(connection_to(good_server()), "/cut");
  CHECK(outcome.status == 0);
  CHECK(contains(outcome.message, "in the middle of its answer"));
  CHECK(body.empty());
}

TEST_CASE("broken connections and a busy server are tried again") {
  const TlsServer server("server");
  const Connection connection = connection_to(server);
  CHECK(get(connection, "/reset-once").first.status == 200);
  CHECK(get(connection, "/busy-once").first.status == 200);
}

TEST_CASE("redirects are not followed") {
  const Outcome outcome = get(connection_to(good_server()), "/redirect").first;
  CHECK(outcome.status == 302);
  CHECK(contains(outcome.message, "redirects (302) to https://127.0.0.1"));
}

TEST_CASE("an unreachable proxy is told with its source, without its password") {
  Connection connection = connection_to(good_server());
  connection.proxy_url = "http://me:s3cret@127.0.0.1:1";
  const std::string message = get(connection, "/echo").first.message;
  CHECK(message ==
        "unable to connect through the proxy 127.0.0.1:1: connection refused; look at proxy-url of "
        "cluster \"prod\"");
  connection.proxy_url.clear();
  connection.environment_proxy = "http://me:s3cret@no-such-proxy.invalid:3128";
  CHECK(get(connection, "/echo").first.message ==
        "unable to connect through the proxy no-such-proxy.invalid:3128: no such host; look at "
        "HTTPS_PROXY, HTTP_PROXY and NO_PROXY");
}

TEST_CASE("a proxy gets its own password and the host's name, the server gets gzip and the token") {
  const TlsServer proxy("");
  Connection connection = connection_to(good_server());
  connection.server = "https://kubernetes:" + good_server().port();
  connection.proxy_url = "http://me:pw@127.0.0.1:" + proxy.port();
  connection.token = "t0ken";
  const std::string echoed = get(connection, "/echo").second;
  CHECK(contains(echoed, "Authorization: Bearer t0ken\""));
  CHECK(contains(echoed, "Accept-Encoding: gzip\""));
  CHECK_FALSE(contains(echoed, "Proxy-Authorization"));
  CHECK(get(connection, "/big").second.size() == 1'048'576);

  Connection direct;
  direct.server = "http://127.0.0.1:" + proxy.port();
  const std::string tunnel = get(direct, "/tunnel").second;
  CHECK(contains(tunnel, "CONNECT kubernetes:"));
  CHECK(contains(tunnel, "Proxy-Authorization: Basic bWU6cHc="));
  CHECK_FALSE(contains(tunnel, "t0ken"));
}

TEST_CASE("a proxy that refuses the tunnel is told") {
  const TlsServer proxy("");
  Connection connection = connection_to(good_server());
  connection.server = "https://forbidden:6443";
  connection.proxy_url = "http://127.0.0.1:" + proxy.port();
  const std::string message = get(connection, "/echo").first.message;
  CHECK(contains(message, "unable to connect through the proxy 127.0.0.1:" + proxy.port()));
  CHECK(contains(message, "403"));
}

TEST_CASE("what the sink throws reaches the caller through curl, and the client goes on") {
  ApiClient client(connection_to(good_server()), kAgent);
  const std::vector<Request> requests{{"/big", "a/b"}, {"/big", "a/b"}};
  const BodySink sink = [](std::size_t, std::string_view) { throw std::length_error("full"); };
  CHECK_THROWS_AS(client.get_all(requests, sink), std::length_error);
  CHECK(client.get({"/echo", "a/b"}).first.status == 200);
}

TEST_CASE("a client cannot be made when its exec plugin fails") {
  Connection connection = connection_to(good_server());
  connection.exec = ExecPlugin();
  connection.exec->api_version = "client.authentication.k8s.io/v1";
  connection.exec->command = "/nope/plugin";
  CHECK(contains(error_of([&] { ApiClient(connection, kAgent); }),
                 "getting credentials: exec: executable /nope/plugin not found"));
}
