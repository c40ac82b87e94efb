// SPDX-License-Identifier: Apache-2.0
#include "common/istio/validate_syntax.h"

#include "tests/support/catch.h"

using namespace mesh::istio;

TEST_CASE("labels may have capitals, and 63 characters") {
  CHECK(is_dns_label("Cart-1"));
  CHECK(is_dns_label(std::string(63, 'a')));
  CHECK_FALSE(is_dns_label(std::string(64, 'a')));
  CHECK_FALSE(is_dns_label(""));
  CHECK_FALSE(is_dns_label("-a"));
  CHECK_FALSE(is_dns_label("a_b"));
}

TEST_CASE("host names end in a label that is no number, or in a dot") {
  CHECK(is_fqdn("cart"));
  CHECK(is_fqdn("istio.io."));
  CHECK(is_fqdn("1.example.com"));
  CHECK_FALSE(is_fqdn("10.0.0.1"));
  CHECK_FALSE(is_fqdn("a..b"));
  CHECK_FALSE(is_fqdn("*.example.com"));
  CHECK_FALSE(is_fqdn(std::string(256, 'a')));
}

TEST_CASE("only the first label of a host name may be a wildcard") {
  CHECK(is_wildcard_domain("*"));
  CHECK(is_wildcard_domain("*.example.com"));
  CHECK(is_wildcard_domain("*-a.example.com"));
  CHECK(is_wildcard_domain("*a.example.com"));
  CHECK_FALSE(is_wildcard_domain("a*.example.com"));
  CHECK_FALSE(is_wildcard_domain("a.*.com"));
  CHECK_FALSE(is_wildcard_domain("**.com"));
  CHECK(is_partial_wildcard("*a.example.com"));
  CHECK_FALSE(is_partial_wildcard("*.example.com"));
  CHECK_FALSE(is_partial_wildcard("*"));
}

TEST_CASE("addresses and blocks of addresses") {
  CHECK(is_ip_address("10.0.0.1"));
  CHECK(is_ip_address("2001:db8::1"));
  CHECK_FALSE(is_ip_address("10.0.0"));
  CHECK(is_ip_subnet("10.0.0.0/8"));
  CHECK(is_ip_subnet("2001:db8::/32"));
  CHECK_FALSE(is_ip_subnet("10.0.0.0/33"));
  CHECK_FALSE(is_ip_subnet("10.0.0.0/"));
  CHECK_FALSE(is_ip_subnet("10.0.0.0/8/8"));
}

TEST_CASE("durations are those of Go, of at least a millisecond and whole ones") {
  for (const char* good : {"1ms", "5s", "1.5s", "1h30m", "0.001s", "1000us", ".5s", "+1s"}) {
    CAPTURE(good);
    CHECK_FALSE(duration_problem(good));
  }
  CHECK(duration_problem("0s") == "is less than 1ms");
  CHECK(duration_problem("0") == "is less than 1ms");
  CHECK(duration_problem("-5s") == "is less than 1ms");
  CHECK(duration_problem("1.5ms") == "is finer than whole milliseconds");
  for (const char* bad : {"5", "5 s", "s", "1d", "five", "1s5", "--1s", ""}) {
    CAPTURE(bad);
    CHECK(duration_problem(bad) == "is not a duration such as 5s or 250ms");
  }
  CHECK(is_whole_seconds("24h"));
  CHECK_FALSE(is_whole_seconds("1.5s"));
}

TEST_CASE("regular expressions are doubted only where RE2 surely refuses them") {
  for (const char* good : {"/a", "(a|b)*", R"(\(a)", "[(]", "[]]", "[^]]", R"([\]])", "[[:alpha:]]",
                           R"(\Q(\E)", R"(\123)", "(?i)a", "(?:a)", "(?P<n>a)", "a{2}"}) {
    CAPTURE(good);
    CHECK_FALSE(regex_problem(good));
  }
  for (const char* bad :
       {"", "(a", "a)", "[a", R"(a\)", "*a", "(?=a)", "(?<!a)", R"((a)\1)", "[[:alpha:]"}) {
    CAPTURE(bad);
    CHECK(regex_problem(bad));
  }
  CHECK(regex_problem(std::string(1025, 'a')));
  CHECK_FALSE(regex_problem(std::string(1024, 'a')));
}

TEST_CASE("percent signs in header values come in pairs") {
  for (const char* good : {"", "a", "100%%", "%HOSTNAME%", "a %START_TIME(%s)% b", "\t"}) {
    CAPTURE(good);
    CHECK_FALSE(header_value_problem(good));
  }
  CHECK(header_value_problem("abc%123"));
  CHECK(header_value_problem("%START_TIME%%"));
  CHECK(header_value_problem("a\nb"));
}

TEST_CASE("names of headers and JWT claims") {
  CHECK(is_header_name("x-user_id"));
  CHECK_FALSE(is_header_name(":method"));
  CHECK_FALSE(is_header_name(""));
  CHECK(is_jwt_claim("@request.auth.claims.group"));
  CHECK(is_jwt_claim("@Request.Auth.Claims[group][nested]"));
  CHECK_FALSE(is_jwt_claim("@request.auth.claims"));
  CHECK_FALSE(is_jwt_claim("@request.auth.claims."));
}

TEST_CASE("keys of labels have an optional domain in front") {
  CHECK(is_label_key("app"));
  CHECK(is_label_key("app.kubernetes.io/name"));
  CHECK_FALSE(is_label_key("/name"));
  CHECK_FALSE(is_label_key("a/b/c"));
  CHECK_FALSE(is_label_key(""));
  CHECK(is_label_value(""));
  CHECK(is_label_value("v1.2_3"));
  CHECK_FALSE(is_label_value("a b"));
}
