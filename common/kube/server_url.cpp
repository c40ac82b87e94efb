// SPDX-License-Identifier: Apache-2.0
#include "common/kube/server_url.h"

#include "common/base/error.h"
#include "common/base/text.h"

#include <cctype>
#include <charconv>
#include <vector>

namespace mesh::kube {
namespace {

// Takes "https://" off the front of `rest`.
bool take_scheme(std::string_view& rest) {
  const std::size_t end = rest.find("://");
  if (end == std::string_view::npos) {
    return false;
  }
  const std::string scheme = to_lower(rest.substr(0, end));
  rest.remove_prefix(end + 3);
  if (scheme != "https" && scheme != "http") {
    throw Error("the server's URL starts with \"{}://\": only https and http are possible",
                escape_control(scheme));
  }
  return scheme == "https";
}

void split_authority(ServerUrl& url) {
  const std::string& authority = url.authority;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string::npos ? 0 : bracket);
  url.host = authority.substr(0, colon);
  url.port = colon == std::string::npos ? "" : authority.substr(colon + 1);
  if (url.host.starts_with('[') && url.host.ends_with(']')) {
    url.host = url.host.substr(1, url.host.size() - 2);
  }
  if (url.port.empty()) {
    url.port = url.https ? "443" : "80";
  }
}

// Bytes that Go leaves as they are in a path.
bool is_path_byte(char c) {
  constexpr std::string_view kMarks = "-_.~$&+,/:;=@";
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || kMarks.find(c) != kMarks.npos;
}

std::string unescaped(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    unsigned value = 0;
    const char* digits = path.data() + i + 1;
    if (path[i] == '%' && i + 2 < path.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += path[i];
    }
  }
  return out;
}

// As Go joins paths: no doubled slashes, no dots, none at the end, and one way to escape.
std::string clean_path(std::string_view path) {
  std::vector<std::string> parts;
  const std::string plain = unescaped(path);
  for (const std::string_view part : split(plain, '/')) {
    if (part == ".." && !parts.empty()) {
      parts.pop_back();
    } else if (!part.empty() && part != "." && part != "..") {
      parts.emplace_back(part);
    }
  }
  std::string out;
  for (const char c : parts.empty() ? std::string() : "/" + join(parts, "/")) {
    out +=
        is_path_byte(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string ServerUrl::text() const {
  return (https ? "https://" : "http://") + authority + path;
}

ServerUrl parse_server_url(std::string_view text) {
  ServerUrl url;
  std::string_view rest = trim(text);
  url.https = take_scheme(rest);
  rest = rest.substr(0, rest.find_first_of("?#"));
  const std::size_t slash = rest.find('/');
  url.authority = rest.substr(0, slash);
  url.path = slash == std::string_view::npos ? "" : clean_path(rest.substr(slash));
  if (url.authority.find('@') != std::string::npos) {
    throw Error(
        "the server's URL contains a user name or password: put them into the kubeconfig's user "
        "entry (username, password) instead");
  }
  split_authority(url);
  const std::optional<long> port = parse_number(url.port);
  if (url.host.empty() || !port || *port < 1 || *port > 65535) {
    throw Error("host must be a URL or a host:port pair: \"{}\"", escape_control(text));
  }
  return url;
}

bool is_loopback(std::string_view host) {
  return equals_ignoring_case(host, "localhost") || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

}  // namespace mesh::kube
