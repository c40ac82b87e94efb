// SPDX-License-Identifier: Apache-2.0
#include "common/kube/request_headers.h"

#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

TEST_CASE("impersonation gives one header per group and per extra value") {
  Connection connection;
  connection.as = "jane@example.com";
  connection.as_uid = "uid-1000";
  connection.as_groups = {"a", "g2,g3"};
  connection.as_user_extra = {{"acme.com/Proj%X y", "1"}, {"k", ""}};
  CHECK(request_headers(connection, "application/json", "Bearer t") ==
        Headers{{"Accept", "application/json"},
                {"Authorization", "Bearer t"},
                {"Impersonate-User", "jane@example.com"},
                {"Impersonate-Uid", "uid-1000"},
                {"Impersonate-Group", "a"},
                {"Impersonate-Group", "g2,g3"},
                {"Impersonate-Extra-acme.com%2fProj%25X%20y", "1"},
                {"Impersonate-Extra-k", ""}});
}

TEST_CASE("without credentials there is no Authorization header") {
  CHECK(request_headers({}, "a/b", "") == Headers{{"Accept", "a/b"}});
}

TEST_CASE("a value with a line break becomes no header, and is not repeated") {
  const std::string text = error_of([] { request_headers({}, "a/b", "Bearer s3cret\r\nX: y"); });
  CHECK(contains(text, "Authorization"));
  CHECK_FALSE(contains(text, "s3cret"));
}
