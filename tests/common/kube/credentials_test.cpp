// SPDX-License-Identifier: Apache-2.0
#include "common/kube/credentials.h"

#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace mesh;
using namespace mesh::kube;
using std::chrono::seconds;

namespace {

constexpr Time kNow = Time(seconds(1'800'000'000));

}  // namespace

TEST_CASE("a token is sent as Bearer") {
  Connection connection;
  connection.token = "t";
  CHECK(Credentials(connection, kNow).authorization() == "Bearer t");
}

TEST_CASE("a password is sent as Basic") {
  Connection connection;
  connection.username = "me";
  connection.password = "correct horse";
  CHECK(Credentials(connection, kNow).authorization() == "Basic bWU6Y29ycmVjdCBob3JzZQ==");
}

TEST_CASE("without credentials nothing is sent") {
  const Connection none;
  CHECK(Credentials(none, kNow).authorization().empty());
  CHECK(Credentials(none, kNow).description().empty());
}

TEST_CASE("the token file beats the token and is read again after 50 seconds") {
  const test::TempFolder dir;
  Connection connection;
  connection.token = "beside";
  connection.token_file = dir.write("token", " old\n");
  Credentials credentials(connection, kNow);
  CHECK(credentials.authorization() == "Bearer old");
  dir.write("token", "new");
  credentials.keep_fresh(kNow + seconds(50));
  CHECK(credentials.authorization() == "Bearer old");
  credentials.keep_fresh(kNow + seconds(51));
  CHECK(credentials.authorization() == "Bearer new");
}

TEST_CASE("a missing token file is an error only without a token beside it") {
  Connection connection;
  connection.token_file = "/nope/token";
  CHECK(error_of([&] { Credentials(connection, kNow); }) ==
        "the tokenFile of the current user cannot be used: open /nope/token: no such file or "
        "directory");
  connection.token = "beside";
  CHECK(Credentials(connection, kNow).authorization() == "Bearer beside");
}

TEST_CASE("an exec plugin runs once, again when its credential expires, and again on demand") {
  const test::TempFolder dir;
  Connection connection;
  connection.exec = ExecPlugin();
  connection.exec->api_version = "client.authentication.k8s.io/v1";
  connection.exec->interactive_mode = "Never";
  // Expires at kNow + 100.
  connection.exec->command = dir.write_script(
      "plugin", "echo x >> " + dir.path("runs") + "\nn=$(wc -l < " + dir.path("runs") +
                    ")\n"
                    "echo \"{kind: ExecCredential, apiVersion: client.authentication.k8s.io/v1, "
                    "status: {token: t$((n)), expirationTimestamp: '2027-01-15T08:01:40Z'}}\"");
  Credentials credentials(connection, kNow);
  CHECK(credentials.authorization() == "Bearer t1");
  credentials.keep_fresh(kNow + seconds(100));
  CHECK(credentials.authorization() == "Bearer t1");
  credentials.keep_fresh(kNow + seconds(101));
  CHECK(credentials.authorization() == "Bearer t2");
  CHECK(credentials.renew(kNow));
  CHECK(credentials.authorization() == "Bearer t3");
  CHECK(credentials.generation() == 3);
}

TEST_CASE("without an exec plugin there is nothing to renew") {
  const Connection connection;
  CHECK_FALSE(Credentials(connection, kNow).renew(kNow));
}

TEST_CASE("what a server hands back of the credentials is masked in every form") {
  Connection connection;
  connection.username = "me";
  connection.password = "correct horse";
  CHECK(Credentials(connection, kNow).masked("you sent bWU6Y29ycmVjdCBob3JzZQ==, correct horse") ==
        "you sent <masked>, <masked>");
  connection = Connection();
  connection.token = "t0ken";
  CHECK(Credentials(connection, kNow).masked("t0ken t0ken.") == "<masked> <masked>.");
  CHECK(Credentials(Connection(), kNow).masked("nothing") == "nothing");
}
