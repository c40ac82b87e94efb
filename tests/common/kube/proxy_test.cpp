// SPDX-License-Identifier: Apache-2.0
#include "common/kube/proxy.h"

#include "tests/common/kube/environment.h"
#include "tests/support/catch.h"

using namespace mesh::kube;

namespace {

bool proxied(const std::string& server, const std::string& no_proxy) {
  const auto environment = environment_of({{"HTTPS_PROXY", "http://p:1"}, {"NO_PROXY", no_proxy}});
  return !proxy_of_environment(parse_server_url(server), environment).empty();
}

std::string proxy_for(const std::string& server,
                      const std::map<std::string, std::string>& variables) {
  return proxy_of_environment(parse_server_url(server), environment_of(variables));
}

}  // namespace

TEST_CASE("the upper case variable of the server's scheme wins, ALL_PROXY is not read") {
  CHECK(proxy_for("https://s", {{"HTTPS_PROXY", "http://a"}, {"https_proxy", "http://b"}}) ==
        "http://a");
  CHECK(proxy_for("https://s", {{"https_proxy", "b:3128"}}) == "http://b:3128");
  CHECK(proxy_for("http://s", {{"HTTPS_PROXY", "http://a"}, {"HTTP_PROXY", "http://h"}}) ==
        "http://h");
  CHECK(proxy_for("https://s", {{"ALL_PROXY", "http://a"}}).empty());
}

TEST_CASE("loopback is never proxied by the environment") {
  CHECK_FALSE(proxied("https://localhost:6443", ""));
  CHECK_FALSE(proxied("https://127.1.2.3", ""));
  CHECK_FALSE(proxied("https://[::1]:6443", ""));
  CHECK(proxied("https://127.example.com", ""));
}

TEST_CASE("NO_PROXY knows names, suffixes, ports, addresses, networks and the star") {
  CHECK_FALSE(proxied("https://api.corp.com", "other, CORP.com"));
  CHECK_FALSE(proxied("https://corp.com", "corp.com"));
  CHECK(proxied("https://corp.com", ".corp.com"));
  CHECK_FALSE(proxied("https://api.corp.com", ".corp.com"));
  CHECK_FALSE(proxied("https://api.corp.com", "*.corp.com"));
  CHECK(proxied("https://evilcorp.com", "corp.com"));
  CHECK_FALSE(proxied("https://api.corp.com:8443", "corp.com:8443"));
  CHECK(proxied("https://api.corp.com:6443", "corp.com:8443"));
  CHECK_FALSE(proxied("https://10.1.2.3", "10.0.0.0/8"));
  CHECK(proxied("https://11.1.2.3", "10.0.0.0/8"));
  CHECK(proxied("https://10.1.2.3", "10.0.0.0/x"));
  CHECK_FALSE(proxied("https://10.1.2.3", "10.1.2.3"));
  CHECK_FALSE(proxied("https://[fd00::1]:6443", "[fd00::1]:6443"));
  CHECK_FALSE(proxied("https://[fd00::1]:6443", "fd00:0::1"));
  CHECK_FALSE(proxied("https://anything", "*"));
  CHECK(proxied("https://anything", ", ,"));
}

TEST_CASE("a proxy-url is http, https or socks5 with a host") {
  CHECK(is_proxy_url("http://p:1"));
  CHECK(is_proxy_url("socks5://u:p@h:1080"));
  CHECK_FALSE(is_proxy_url("socks5h://h"));
  CHECK_FALSE(is_proxy_url("ftp://h"));
  CHECK_FALSE(is_proxy_url("h:3128"));
  CHECK_FALSE(is_proxy_url("http://"));
}

TEST_CASE("of a proxy only host and port may be shown") {
  CHECK(proxy_host("http://me:pass@word@p:3128/x") == "p:3128");
  CHECK(proxy_host("p:3128") == "p:3128");
}
