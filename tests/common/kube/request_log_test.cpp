// SPDX-License-Identifier: Apache-2.0
#include "common/kube/request_log.h"

#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

// What is written about one request at this -v.
struct Log {
  Connection connection;
  std::string text;
  HttpRequest request{"/api/v1/pods?limit=1", {{"Authorization", "Bearer s3cret"}}};
  HttpHead head{200, "application/json", 0, "", {{"Set-Cookie", "session=c00kie"}}};

  explicit Log(int verbosity) {
    connection.server = "https://s:6443";
    connection.verbosity = verbosity;
  }

  const std::string& after(std::string_view body) {
    RequestLog log(connection, "agent/1", [this](std::string_view line) { text += line; });
    const Clock::time_point begin;
    log.started(1, request, begin);
    log.received(1, body);
    log.ended(1, head, begin + std::chrono::milliseconds(7));
    return text;
  }
};

}  // namespace

TEST_CASE("-v=6 shows one line with verb, address, status and time") {
  const std::string text = Log(6).after("body");
  CHECK(contains(text, R"("Response" verb="GET" url="https://s:6443/api/v1/pods?limit=1" )"
                       R"(status="200 OK" milliseconds=7)"));
  CHECK_FALSE(contains(text, "agent/1"));
  CHECK_FALSE(contains(text, "body"));
}

TEST_CASE("-v=7 shows headers, of credentials and cookies only that they are there") {
  const std::string text = Log(7).after("");
  CHECK(contains(text, "Authorization: Bearer <masked>\n"));
  CHECK(contains(text, "User-Agent: agent/1\n"));
  CHECK(contains(Log(8).after(""), "Set-Cookie: <masked>\n"));
}

TEST_CASE("bodies are cut at 1024 bytes with -v=8, at 10240 with -v=9, not at all with -v=10") {
  const std::string body(20000, 'x');
  CHECK(contains(Log(8).after(body), std::string(1024, 'x') + " [truncated 18976 chars]"));
  CHECK(contains(Log(9).after(body), std::string(10240, 'x') + " [truncated 9760 chars]"));
  CHECK(contains(Log(10).after(body), body + "\""));
}

TEST_CASE("a secret in a body is masked, also where the body is cut or JSON escapes it") {
  Log log(8);
  log.connection.password = "pass\"word";
  const std::string text = log.after("you: pass\"word " + std::string(1000, 'x') + " s3cret");
  CHECK(contains(text, "you: <masked> x"));
  CHECK_FALSE(contains(text, "word"));
  CHECK_FALSE(contains(text, "s3"));
}

TEST_CASE("of Secrets and of what is no text only the length is shown") {
  Log secrets(10);
  secrets.request.path = "/api/v1/namespaces/shop/secrets/key";
  CHECK(contains(secrets.after("tls.key"), "<7 bytes that may hold secrets>"));
  CHECK_FALSE(contains(secrets.text, "tls.key"));
  CHECK(contains(Log(10).after(std::string_view("k8s\0x", 5)), "<5 bytes, binary>"));
}

TEST_CASE("what a server writes cannot steer the terminal") {
  Log log(8);
  log.head.headers = {{"X-Evil", "\033[2J"}};
  CHECK_FALSE(contains(log.after("{\"a\": \"\033[2J\"}"), "\033"));
}
