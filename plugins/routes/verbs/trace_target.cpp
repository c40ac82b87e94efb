// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/verbs/trace_target.h"

#include "common/base/text.h"
#include "common/cli/usage_error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace mesh::routes {
namespace {

using Kind = istio::Payload::Kind;

constexpr std::array kSchemes{std::pair("http", Kind::Http), std::pair("https", Kind::Https),
                              std::pair("tls", Kind::Tls), std::pair("tcp", Kind::Tcp)};

Kind kind_of(const std::string& scheme, const std::string& url) {
  const auto at = std::find_if(kSchemes.begin(), kSchemes.end(),
                               [&](const auto& entry) { return entry.first == scheme; });
  if (at == kSchemes.end()) {
    throw cli::UsageError("\"{}\": the scheme must be http, https, tls or tcp", url);
  }
  return at->second;
}

bool is_address(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.';
  });
}

std::int64_t parse_port(std::string_view text, const std::string& url) {
  const auto port = parse_number(text);
  if (!port || *port < 1 || *port > 65535) {
    throw cli::UsageError("\"{}\": the port must be a number from 1 to 65535", url);
  }
  return *port;
}

// "host:port" apart.
void split_authority(std::string_view authority, TraceTarget& out) {
  const std::size_t colon = authority.rfind(':');
  out.address = authority.substr(0, colon);
  if (colon != std::string_view::npos) {
    out.port = parse_port(authority.substr(colon + 1), out.text);
  }
  if (out.address.empty()) {
    throw cli::UsageError("\"{}\" names no host: for example http://cart.shop:8080/items",
                          out.text);
  }
}

void add_headers(const cli::Options& options, istio::HttpRequest& request) {
  for (const std::string& header : options.headers) {
    const std::size_t colon = header.find(':');
    if (colon == std::string::npos || colon == 0) {
      throw cli::UsageError("invalid value \"{}\" for --header: it must be \"Name: value\"",
                            header);
    }
    const std::string name = to_lower(trim(header.substr(0, colon)));
    const std::string value(trim(std::string_view(header).substr(colon + 1)));
    if (name == "host") {
      request.authority = value;
    } else {
      request.headers[name] = value;
    }
  }
}

}  // namespace

std::int64_t TraceTarget::port_or_default() const {
  if (port) {
    return *port;
  }
  return payload.kind == Kind::Http ? 80 : 443;
}

TraceTarget parse_target(const std::string& url, const cli::Options& options) {
  TraceTarget out;
  out.text = url;
  const std::size_t mark = url.find("://");
  out.payload.kind =
      mark == std::string::npos ? Kind::Http : kind_of(to_lower(url.substr(0, mark)), url);
  const std::string rest = mark == std::string::npos ? url : url.substr(mark + 3);
  const std::size_t slash = rest.find_first_of("/?");
  const std::string authority = rest.substr(0, slash);
  split_authority(authority, out);
  istio::HttpRequest& request = out.payload.request;
  request.method = to_upper(options.method);
  request.authority = authority;
  request.path = slash == std::string::npos ? "/" : rest.substr(slash);
  if (!request.path.starts_with("/")) {
    request.path = "/" + request.path;
  }
  add_headers(options, request);
  out.payload.sni = options.sni.value_or(is_address(out.address) ? "" : out.address);
  return out;
}

}  // namespace mesh::routes
