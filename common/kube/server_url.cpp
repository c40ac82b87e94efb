// SPDX-License-Identifier: Apache-2.0
#include "common/kube/server_url.h"

#include "common/base/error.h"
#include "common/base/text.h"

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
  url.path = slash == std::string_view::npos ? "" : rest.substr(slash);
  while (url.path.ends_with('/')) {
    url.path.pop_back();
  }
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
