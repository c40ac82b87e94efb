// SPDX-License-Identifier: Apache-2.0
#include "common/istio/port_protocol.h"

#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::istio;

namespace {

Protocol protocol(std::string_view name, std::int32_t number = 80,
                  std::string_view app_protocol = {}) {
  return protocol_of({.name = name,
                      .protocol = "TCP",
                      .port = number,
                      .target_port = {},
                      .node_port = 0,
                      .app_protocol = app_protocol})
      .protocol;
}

}  // namespace

TEST_CASE("a port is named for its protocol up to the first dash, in any case") {
  CHECK(protocol("http") == Protocol::HTTP);
  CHECK(protocol("HTTP-web") == Protocol::HTTP);
  CHECK(protocol("http2-api") == Protocol::HTTP2);
  CHECK(protocol("grpc-web-api") == Protocol::GRPC_WEB);
  CHECK(protocol("tcp-http") == Protocol::TCP);
}

TEST_CASE("a name that states no protocol leaves the port to sniffing") {
  for (const char* name : {"", "web", "httpweb", "web-http", "http_web"}) {
    CAPTURE(name);
    CHECK(protocol(name) == Protocol::Auto);
  }
}

TEST_CASE("four port numbers are TCP without a name, and no others") {
  CHECK(protocol("db", 3306) == Protocol::TCP);
  CHECK(protocol("db", 27017) == Protocol::TCP);
  CHECK(protocol("db", 5432) == Protocol::Auto);
}

TEST_CASE("appProtocol replaces the name, even with a word that is unknown") {
  CHECK(protocol("http-web", 80, "foo") == Protocol::Auto);
  CHECK(protocol("web", 80, "kubernetes.io/h2c") == Protocol::HTTP2);
  CHECK(protocol("kubernetes.io/h2c") == Protocol::Auto);
  CHECK(protocol("x", 3306, "foo") == Protocol::TCP);
}

TEST_CASE("appProtocol knows Kubernetes' own words, as they are spelled") {
  CHECK(protocol("", 80, "kubernetes.io/ws") == Protocol::HTTP);
  CHECK(protocol("", 80, "kubernetes.io/wss") == Protocol::HTTPS);
  CHECK(protocol("", 80, "Kubernetes.io/ws") == Protocol::Auto);
  CHECK(protocol("", 80, "HTTP") == Protocol::HTTP);
  CHECK(protocol("", 80, "grpc-Web") == Protocol::GRPC_WEB);
}

TEST_CASE("UDP is UDP whatever the port is called, and a name may say UDP of a TCP port") {
  CHECK(protocol_of({.name = "http",
                     .protocol = "UDP",
                     .port = 80,
                     .target_port = {},
                     .node_port = 0,
                     .app_protocol = {}})
            .source == ProtocolSource::Udp);
  CHECK(protocol("udp-dns") == Protocol::UDP);
}

TEST_CASE("a name alone tells a protocol or nothing") {
  CHECK(protocol_named("grpc") == Protocol::GRPC);
  CHECK(protocol_named("https-admin") == Protocol::HTTPS);
  CHECK(protocol_named("web") == Protocol::Auto);
  CHECK(protocol_named("") == Protocol::Auto);
}
