// SPDX-License-Identifier: Apache-2.0
#include "common/istio/validate_syntax.h"

#include "common/base/text.h"
#include "common/istio/port_protocol.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <vector>

namespace mesh::istio {
namespace {

constexpr std::size_t kLabelLength = 63;
constexpr std::size_t kDomainLength = 255;
constexpr std::size_t kKeyPrefixLength = 253;

bool is_alphanumeric(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool is_all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
}

// Starts and ends with a letter or digit, and has nothing but those and `others` between.
bool is_name(std::string_view text, std::string_view others) {
  return !text.empty() && is_alphanumeric(text.front()) && is_alphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_alphanumeric(c) || others.find(c) != std::string_view::npos;
         });
}

bool are_dns_labels(std::string_view domain) {
  const std::vector<std::string_view> labels = split(domain, '.');
  if (is_all_digits(labels.back())) {
    return false;
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const bool is_trailing_dot = i + 1 == labels.size() && labels[i].empty();
    if (!is_trailing_dot && !is_dns_label(labels[i])) {
      return false;
    }
  }
  return true;
}

bool is_wildcard_label(std::string_view label) {
  if (label.size() > kLabelLength || label.empty() || label.front() != '*') {
    return is_dns_label(label);
  }
  const std::string_view rest = label.substr(label.starts_with("*-") ? 2 : 1);
  return label == "*" || is_dns_label(rest);
}

bool parses_as(int family, const std::string& address) {
  in6_addr unused{};
  return inet_pton(family, address.c_str(), &unused) == 1;
}

}  // namespace

bool is_dns_label(std::string_view text) {
  return text.size() <= kLabelLength && is_name(text, "-");
}

bool is_fqdn(std::string_view text) {
  return !text.empty() && text.size() <= kDomainLength && are_dns_labels(text);
}

bool is_wildcard_domain(std::string_view text) {
  if (text.empty() || text.size() > kDomainLength) {
    return false;
  }
  const std::size_t dot = text.find('.');
  return is_wildcard_label(text.substr(0, dot)) &&
         (dot == std::string_view::npos || are_dns_labels(text.substr(dot + 1)));
}

bool is_partial_wildcard(std::string_view host) {
  return host.find('*') != std::string_view::npos && host.size() != 1 && !host.starts_with("*.");
}

bool is_ip_address(std::string_view text) {
  const std::string address(text.substr(0, text.find('%')));
  return parses_as(AF_INET, address) || parses_as(AF_INET6, address);
}

bool is_ip_subnet(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return is_ip_address(text);
  }
  const std::string_view address = text.substr(0, slash);
  const auto bits = parse_number(text.substr(slash + 1));
  const long longest = address.find(':') == std::string_view::npos ? 32 : 128;
  return is_ip_address(address) && bits && *bits >= 0 && *bits <= longest;
}

bool is_port_number(std::int64_t number) {
  return number >= 1 && number <= 65535;
}

bool is_unix_path(std::string_view path) {
  return path.starts_with('@') || (path.starts_with('/') && !path.ends_with('/'));
}

bool is_label_key(std::string_view key) {
  const std::size_t slash = key.find('/');
  if (slash == std::string_view::npos) {
    return key.size() <= kLabelLength && is_name(key, "-_.");
  }
  const std::string_view prefix = key.substr(0, slash);
  const std::string_view name = key.substr(slash + 1);
  const std::vector<std::string_view> labels = split(prefix, '.');
  return prefix.size() <= kKeyPrefixLength && name.size() <= kLabelLength && is_name(name, "-_.") &&
         std::all_of(labels.begin(), labels.end(),
                     [](std::string_view label) { return is_name(label, "-"); });
}

bool is_label_value(std::string_view value) {
  return value.empty() || is_name(value, "-_.");
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '_';
  });
}

bool is_jwt_claim(std::string_view header) {
  constexpr std::string_view kPrefix = "@request.auth.claims";
  if (header.size() <= kPrefix.size() + 1 ||
      !equals_ignoring_case(header.substr(0, kPrefix.size()), kPrefix)) {
    return false;
  }
  const char separator = header[kPrefix.size()];
  return separator == '.' || (separator == '[' && header.back() == ']');
}

bool is_known_protocol(std::string_view protocol) {
  return parse_protocol(protocol) != Protocol::Auto ||
         equals_ignoring_case(protocol, "HTTP_PROXY") || equals_ignoring_case(protocol, "HBONE");
}

}  // namespace mesh::istio
