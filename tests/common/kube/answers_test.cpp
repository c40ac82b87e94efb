// SPDX-License-Identifier: Apache-2.0
#include "common/kube/answers.h"

#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

constexpr const char* kV1 = "client.authentication.k8s.io/v1";

std::string credential(const std::string& status) {
  return R"({"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",)" + status +
         "}";
}

std::string credential_error(const std::string& output) {
  return error_of([&] { parse_exec_credential(output, kV1); });
}

}  // namespace

TEST_CASE("a Status body gives reason and message") {
  const auto status = parse_status(
      R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",)"
      R"("message":"pods is forbidden: User \"u\" cannot","reason":"Forbidden","code":403})"
      "\n");
  REQUIRE(status.has_value());
  CHECK(status->reason == "Forbidden");
  CHECK(status->message == "pods is forbidden: User \"u\" cannot");
}

TEST_CASE("other bodies are no Status") {
  CHECK_FALSE(parse_status("404 page not found").has_value());
  CHECK_FALSE(parse_status("<html>kind: Status</html>").has_value());
  CHECK_FALSE(parse_status("{\"kind\":").has_value());
  CHECK_FALSE(parse_status(R"({"kind":"PodList"})").has_value());
  CHECK_FALSE(parse_status("").has_value());
}

TEST_CASE("an exec plugin answers in JSON or YAML") {
  const ExecCredential json = parse_exec_credential(
      credential(R"("status":{"token":"t","expirationTimestamp":"2030-01-01T00:00:00Z"})"), kV1);
  CHECK(json.token == "t");
  CHECK(json.expires == parse_rfc3339("2030-01-01T00:00:00Z"));
  const ExecCredential yaml = parse_exec_credential(
      "kind: ExecCredential\napiVersion: client.authentication.k8s.io/v1\n"
      "status:\n  clientCertificateData: |\n    CERT\n  clientKeyData: KEY\n",
      kV1);
  CHECK(yaml.client_certificate == "CERT\n");
  CHECK(yaml.client_key == "KEY");
  CHECK_FALSE(yaml.expires.has_value());
}

TEST_CASE("a token of several thousand characters is read whole") {
  const std::string token(5000, 'k');
  CHECK(parse_exec_credential(credential(R"("status":{"token":")" + token + "\"}"), kV1).token ==
        token);
}

TEST_CASE("the apiVersion must be the configured one") {
  CHECK(error_of([] {
          parse_exec_credential(credential(R"("status":{"token":"t"})"),
                                "client.authentication.k8s.io/v1beta1");
        }) ==
        "exec plugin is configured to use API version client.authentication.k8s.io/v1beta1, plugin "
        "returned version client.authentication.k8s.io/v1");
}

TEST_CASE("incomplete answers are told, and never quoted") {
  CHECK(credential_error(credential(R"("spec":{})")) == "exec plugin didn't return a status field");
  CHECK(credential_error(credential(R"("status":{})")) ==
        "exec plugin didn't return a token or cert/key pair");
  CHECK(credential_error(credential(R"("status":{"clientKeyData":"s3cret"})")) ==
        "exec plugin returned only certificate or key, not both");
  CHECK(credential_error("s3cret: [") == "decoding stdout: it is neither JSON nor YAML");
  CHECK(credential_error("s3cret") == "decoding stdout: it is not an ExecCredential");
}
