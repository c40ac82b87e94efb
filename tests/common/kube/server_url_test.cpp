// SPDX-License-Identifier: Apache-2.0
#include "common/kube/server_url.h"

#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

TEST_CASE("a server's URL keeps its path prefix and loses query, fragment and last slash") {
  const ServerUrl url = parse_server_url("HTTPS://rancher:8443/k8s/clusters/abc/?a=b#c");
  CHECK(url.https);
  CHECK(url.host == "rancher");
  CHECK(url.port == "8443");
  CHECK(url.text() == "https://rancher:8443/k8s/clusters/abc");
}

TEST_CASE("a path prefix is cleaned as Go cleans it") {
  CHECK(parse_server_url("https://h//a/./b/../c%2Dd/%e4 x").path == "/a/c-d/%E4%20x");
  CHECK(parse_server_url("https://h/../..").path.empty());
}

TEST_CASE("a server without a scheme is http") {
  const ServerUrl url = parse_server_url("10.0.0.1:8080");
  CHECK_FALSE(url.https);
  CHECK(url.text() == "http://10.0.0.1:8080");
}

TEST_CASE("ports have defaults and IPv6 has brackets") {
  CHECK(parse_server_url("https://h").port == "443");
  CHECK(parse_server_url("http://h").port == "80");
  const ServerUrl url = parse_server_url("https://[fd00::1]:6443");
  CHECK(url.host == "fd00::1");
  CHECK(url.port == "6443");
  CHECK(url.authority == "[fd00::1]:6443");
  CHECK(parse_server_url("https://[fd00::1]").port == "443");
}

TEST_CASE("what is no server is refused, and a password in it is not repeated") {
  CHECK(contains(error_of([] { parse_server_url("ftp://h"); }), "ftp://"));
  CHECK(contains(error_of([] { parse_server_url("https://"); }), "host:port pair"));
  CHECK(contains(error_of([] { parse_server_url("https://h:port"); }), "host:port pair"));
  CHECK(contains(error_of([] { parse_server_url("https://h:70000"); }), "host:port pair"));
  const std::string text = error_of([] { parse_server_url("https://me:s3cret@h"); });
  CHECK(contains(text, "user name or password"));
  CHECK_FALSE(contains(text, "s3cret"));
}

TEST_CASE("loopback hosts are known by name and address") {
  CHECK(is_loopback("localhost"));
  CHECK(is_loopback("127.0.0.1"));
  CHECK(is_loopback("::1"));
  CHECK_FALSE(is_loopback("127.evil.com"));
  CHECK_FALSE(is_loopback("10.0.0.1"));
}
