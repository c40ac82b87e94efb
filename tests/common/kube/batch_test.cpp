// SPDX-License-Identifier: Apache-2.0
#include "common/kube/batch.h"

#include "tests/common/kube/error_of.h"
#include "tests/common/kube/fake_http.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <stdexcept>

using namespace mesh;
using namespace mesh::kube;
using std::chrono::milliseconds;

namespace {

// Everything that a batch needs, and what came of it.
struct Run {
  Connection connection;
  FakeHttp http;
  std::map<std::size_t, std::string> bodies;

  Run() { connection.server = "https://s:6443"; }

  std::vector<Outcome> get_all(const std::vector<std::string>& paths,
                               const BatchEvents& events = {}) {
    std::vector<Request> requests;
    requests.reserve(paths.size());
    for (const std::string& path : paths) {
      requests.push_back({path, "application/json"});
    }
    const BodySink sink = [this](std::size_t i, std::string_view piece) { bodies[i] += piece; };
    Credentials credentials(connection, now());
    return Batch(connection, credentials, http, requests, sink, events).run();
  }

  Outcome get(const std::string& path) { return get_all({path}).front(); }
};

}  // namespace

TEST_CASE("outcomes keep the order of the requests, bodies their pieces") {
  Run run;
  run.http.script["/a"] = {answer(200, {"o", "n", "e"})};
  run.http.script["/b"] = {
      answer(403, {R"({"kind":"Status","reason":"Forbidden",)", R"("message":"may not"})"})};
  const std::vector<Outcome> outcomes = run.get_all({"/a", "/b"});
  REQUIRE(outcomes.size() == 2);
  CHECK(outcomes[0].status == 200);
  CHECK(outcomes[0].content_type == "application/json");
  CHECK(outcomes[1].status == 403);
  CHECK(outcomes[1].reason == "Forbidden");
  CHECK(outcomes[1].message == "may not");
  CHECK(run.bodies == std::map<std::size_t, std::string>{{0, "one"}});
}

TEST_CASE("no requests give no outcomes") {
  CHECK(Run().get_all({}).empty());
}

TEST_CASE("a server that says when to come back is asked again then, up to ten times") {
  Run run;
  run.http.script["/a"] = {answer(503, {}, 2), answer(429, {}, 1), answer(200, {"x"})};
  CHECK(run.get("/a").status == 200);
  CHECK(run.http.elapsed() == milliseconds(3000));

  Run busy;
  busy.http.script["/a"] = {answer(503, {}, 1)};
  CHECK(busy.get("/a").status == 503);
  CHECK(busy.http.requests.size() == 11);
}

TEST_CASE("nobody waits more than a minute for a server") {
  Run run;
  run.http.script["/a"] = {answer(503, {}, 3600)};
  CHECK(run.get("/a").status == 503);
  CHECK(run.http.requests.size() == 1);
}

TEST_CASE("a fresh server's 429 is waited for, about ten seconds in all") {
  Run run;
  run.http.script["/a"] = {answer(429), answer(429), answer(200, {"x"})};
  CHECK(run.get("/a").status == 200);
  CHECK(run.http.elapsed() == milliseconds(750));

  Run never;
  never.http.script["/a"] = {answer(429)};
  const Outcome outcome = never.get("/a");
  CHECK(outcome.status == 429);
  CHECK(outcome.reason == "TooManyRequests");
  CHECK(never.http.elapsed() == milliseconds(9750));
}

TEST_CASE("server errors without a time to come back are given almost four seconds to pass") {
  Run run;
  run.http.script["/a"] = {answer(500), answer(503), answer(200, {"x"})};
  CHECK(run.get("/a").status == 200);

  Run broken;
  broken.http.script["/a"] = {answer(500)};
  CHECK(broken.get("/a").message == "the server s:6443 answered 500");
  CHECK(broken.http.requests.size() == 5);
  CHECK(broken.http.elapsed() == milliseconds(3750));

  Run unable;
  unable.http.script["/a"] = {answer(501)};
  CHECK(unable.get("/a").status == 501);
  CHECK(unable.http.requests.size() == 1);
}

TEST_CASE("a connection that breaks before the body is made again after a pause") {
  Run run;
  run.http.script["/a"] = {failing(Failure::Reset), answer(200, {"x"})};
  CHECK(run.get("/a").status == 200);
  CHECK(run.bodies[0] == "x");
  CHECK(run.http.elapsed() == milliseconds(250));
}

TEST_CASE("a body that breaks off is asked for again by who can forget what came of it") {
  Run run;
  run.http.script["/a"] = {failing(Failure::Reset, {"half"}), answer(200, {"x"})};
  CHECK(run.get_all({"/a"}, {.restarted = [&](std::size_t i) { run.bodies[i].clear(); },
                             .ended = {},
                             .waited = {}})
            .front()
            .status == 200);
  CHECK(run.bodies[0] == "x");
}

TEST_CASE("a body that breaks off is not asked for again by others and has no status") {
  Run run;
  run.http.script["/a"] = {failing(Failure::Reset, {"half"}), answer(200, {"x"})};
  const Outcome outcome = run.get("/a");
  CHECK(outcome.status == 0);
  CHECK(outcome.message == "the server s:6443 closed the connection in the middle of its answer");
  CHECK(run.http.requests.size() == 1);
}

TEST_CASE("refused connections and bad certificates are final") {
  for (const Failure kind : {Failure::Refused, Failure::UnknownHost, Failure::ConnectTimeout,
                             Failure::UntrustedCertificate, Failure::Tls, Failure::Other}) {
    Run run;
    run.http.script["/a"] = {failing(kind), answer(200)};
    CHECK(run.get("/a").status == 0);
    CHECK(run.http.requests.size() == 1);
  }
}

TEST_CASE("the request timeout is sent to the server and bounds the retries") {
  Run run;
  run.connection.request_timeout_ms = 5000;
  run.http.script["/a"] = {answer(503, {}, 2)};
  CHECK(run.get_all({"/a", "/a?watch=0"}).front().status == 503);
  CHECK(run.http.requests[0].path == "/a?timeout=5s");
  CHECK(run.http.requests[1].path == "/a?watch=0&timeout=5s");
  CHECK(run.http.requests[0].timeout == milliseconds(5000));
  CHECK(run.http.requests[2].timeout == milliseconds(3000));
  CHECK(run.http.elapsed() == milliseconds(4000));
}

TEST_CASE("not more than 32 requests are under way at once") {
  Run run;
  run.http.script["/a"] = {answer(200)};
  const std::vector<Outcome> outcomes = run.get_all(std::vector<std::string>(100, "/a"));
  CHECK(outcomes.size() == 100);
  CHECK(run.http.most_in_flight == 32);
}

TEST_CASE("a 401 is final without an exec plugin and says what was refused, not the secret") {
  Run run;
  run.connection.token = "s3cret";
  run.connection.user_name = "me";
  run.http.script["/a"] = {answer(401)};
  const Outcome outcome = run.get("/a");
  CHECK(outcome.reason == "Unauthorized");
  CHECK(contains(outcome.message, "does not accept the bearer token of user \"me\""));
  CHECK_FALSE(contains(outcome.message, "s3cret"));
  CHECK(run.http.requests.size() == 1);
}

TEST_CASE("after a 401 the exec plugin runs once more for all requests, each is sent once more") {
  const test::TempFolder dir;
  Run run;
  run.connection.exec = ExecPlugin();
  run.connection.exec->api_version = "client.authentication.k8s.io/v1";
  run.connection.exec->command = dir.write_script(
      "plugin", "echo x >> " + dir.path("runs") + "\nn=$(wc -l < " + dir.path("runs") +
                    ")\n"
                    "echo \"{kind: ExecCredential, apiVersion: client.authentication.k8s.io/v1, "
                    "status: {clientCertificateData: c$n, clientKeyData: k}}\"");
  run.http.script["/a"] = {answer(401), answer(200)};
  run.http.script["/b"] = {answer(401)};
  const std::vector<Outcome> outcomes = run.get_all({"/a", "/b"});
  CHECK(outcomes[0].status == 200);
  CHECK(outcomes[1].status == 401);
  CHECK(run.http.certificates == std::vector<std::string>{"c1", "c1", "c2", "c2"});
}

TEST_CASE("what the sink throws comes out, and nothing stays under way") {
  Run run;
  run.http.script["/a"] = {answer(200, {"x"})};
  const std::vector<Request> requests(3, Request{"/a", "x/y"});
  const BodySink sink = [](std::size_t, std::string_view) { throw std::length_error("full"); };
  Credentials credentials(run.connection, now());
  CHECK_THROWS_AS(Batch(run.connection, credentials, run.http, requests, sink).run(),
                  std::length_error);
}

TEST_CASE("web pages and redirects are not taken for API servers") {
  Run run;
  FakeAnswer page = answer(502, {"<html>"});
  page.head.content_type = "text/html";
  FakeAnswer redirect = answer(302);
  redirect.head.redirect = "https://login/start?state=s3cret";
  FakeAnswer text = answer(404, {"404 page not found\n"});
  text.head.content_type = "text/plain; charset=utf-8";
  run.http.script = {{"/page", {page}}, {"/redirect", {redirect}}, {"/text", {text}}};
  CHECK(contains(run.get("/page").message, "answered 502 with a web page"));
  CHECK(run.get("/redirect").message ==
        "the server s:6443 redirects (302) to https://login/start: is it a Kubernetes API server?");
  CHECK(run.get("/text").message == "404 page not found");
  CHECK(run.get("/text").reason == "NotFound");
  run.connection.hint = "no kubeconfig was found";
  CHECK(run.get("/text").message == "404 page not found (no kubeconfig was found)");
}
