// SPDX-License-Identifier: Apache-2.0
#include "common/istio/http_request.h"

#include "common/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <re2/re2.h>
#include <vector>

namespace mesh::istio {
namespace {

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

bool matches_regex(std::string_view text, std::string_view pattern) {
  const re2::RE2 regex(piece(pattern), re2::RE2::Quiet);
  return regex.ok() && re2::RE2::FullMatch(piece(text), regex);
}

// An empty match, and the regex `*`, which is none, ask only that there is a value.
bool asks_presence_only(const StringMatch& match) {
  return (!match.exact && !match.prefix && !match.regex) || match.regex == "*";
}

bool fits(const StringMatch& match, std::string_view text) {
  if (match.exact) {
    return text == *match.exact;
  }
  if (match.prefix) {
    return text.starts_with(*match.prefix);
  }
  return !match.regex || matches_regex(text, *match.regex);
}

bool fits_ignoring_case(const StringMatch& match, std::string_view text) {
  if (match.exact) {
    return equals_ignoring_case(text, *match.exact);
  }
  if (match.prefix) {
    return equals_ignoring_case(text.substr(0, match.prefix->size()), *match.prefix);
  }
  return fits(match, text);
}

std::string describe(const StringMatch& match) {
  if (match.exact) {
    return fmt::format("\"{}\"", *match.exact);
  }
  if (match.prefix) {
    return fmt::format("prefix \"{}\"", *match.prefix);
  }
  return match.regex ? fmt::format("regex \"{}\"", *match.regex) : "present";
}

std::string unmet(std::string_view what, std::string_view value, const StringMatch& match) {
  return fmt::format("{} is {}, not {}", what,
                     value.empty() ? std::string("absent") : fmt::format("\"{}\"", value),
                     describe(match));
}

// A header by its name; the pseudo headers are fields of the request.
std::optional<std::string> header_of(const HttpRequest& request, std::string_view name) {
  const std::string lower = to_lower(name);
  if (lower == ":authority" || lower == "host") {
    return request.authority;
  }
  if (lower == ":method") {
    return request.method;
  }
  if (lower == ":path") {
    return request.path;
  }
  if (lower == ":scheme") {
    return request.scheme;
  }
  const auto at = request.headers.find(lower);
  return at == request.headers.end() ? std::nullopt : std::optional(at->second);
}

std::optional<std::string> query_value(std::string_view path, std::string_view name) {
  const std::size_t mark = path.find('?');
  if (mark == std::string_view::npos) {
    return std::nullopt;
  }
  for (const std::string_view part : split(path.substr(mark + 1), '&')) {
    const std::size_t equals = part.find('=');
    if (part.substr(0, equals) == name) {
      return equals == std::string_view::npos ? std::string()
                                              : std::string(part.substr(equals + 1));
    }
  }
  return std::nullopt;
}

bool is_met(const StringMatch& match, const std::optional<std::string>& value) {
  return value && (asks_presence_only(match) || fits(match, *value));
}

// A missing header counts as an empty one, unless only its presence is asked for.
bool is_excluded(const StringMatch& match, const std::optional<std::string>& value) {
  return asks_presence_only(match) ? value.has_value() : fits(match, value.value_or(""));
}

std::optional<std::string> first_unmet_field(const HttpMatchRequest& match,
                                             const HttpRequest& request) {
  const std::string_view path = path_without_query(request.path);
  if (match.uri &&
      !(match.ignore_uri_case ? fits_ignoring_case(*match.uri, path) : fits(*match.uri, path))) {
    return unmet("the path", path, *match.uri);
  }
  if (match.method && !fits(*match.method, request.method)) {
    return unmet("the method", request.method, *match.method);
  }
  if (match.authority && !fits(*match.authority, request.authority)) {
    return unmet("the authority", request.authority, *match.authority);
  }
  if (match.scheme && !fits(*match.scheme, request.scheme)) {
    return unmet("the scheme", request.scheme, *match.scheme);
  }
  return std::nullopt;
}

bool is_unreserved(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// RFC 3986, 6.2.2.2: %61 is a; what stands for something reserved stays.
std::string undo_plain_escapes(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '%' && i + 2 < path.size()) {
      const int high = hex_value(path[i + 1]);
      const int low = hex_value(path[i + 2]);
      const char c = static_cast<char>(high * 16 + low);
      if (high >= 0 && low >= 0 && is_unreserved(c)) {
        out += c;
        i += 2;
        continue;
      }
    }
    out += path[i] == '\\' ? '/' : path[i];
  }
  return out;
}

// RFC 3986, 5.2.4.
std::string resolve_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const std::vector<std::string_view> parts = split(path.substr(1), '/');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool is_last = i + 1 == parts.size();
    if (parts[i] == ".." && !kept.empty()) {
      kept.pop_back();
    }
    if (parts[i] != "." && parts[i] != "..") {
      kept.push_back(parts[i]);
    } else if (is_last) {
      kept.emplace_back();
    }
  }
  std::string out;
  for (const std::string_view part : kept) {
    out += "/";
    out += part;
  }
  return out.empty() ? "/" : out;
}

}  // namespace

std::string_view path_without_query(std::string_view path) {
  return path.substr(0, path.find('?'));
}

std::string normalised_path(std::string_view path) {
  const std::string_view plain = path_without_query(path);
  if (!plain.starts_with("/")) {
    return std::string(path);
  }
  return resolve_dots(undo_plain_escapes(plain)) + std::string(path.substr(plain.size()));
}

std::optional<std::string> first_unmet(const HttpMatchRequest& match, const HttpRequest& request) {
  if (auto reason = first_unmet_field(match, request)) {
    return reason;
  }
  for (const auto& [name, wanted] : match.headers) {
    const auto value = header_of(request, name);
    if (!is_met(wanted, value)) {
      return unmet(fmt::format("header {}", name), value.value_or(""), wanted);
    }
  }
  for (const auto& [name, unwanted] : match.without_headers) {
    if (is_excluded(unwanted, header_of(request, name))) {
      return fmt::format("header {} is {}, which withoutHeaders excludes", name,
                         describe(unwanted));
    }
  }
  for (const auto& [name, wanted] : match.query_params) {
    const auto value = query_value(request.path, name);
    if (!is_met(wanted, value)) {
      return unmet(fmt::format("query parameter {}", name), value.value_or(""), wanted);
    }
  }
  return std::nullopt;
}

std::optional<std::string> rewritten_path(const HttpRewrite& rewrite, const HttpMatchRequest* match,
                                          const std::string& path) {
  const std::string plain(path_without_query(path));
  std::string out = plain;
  if (rewrite.uri_regex_rewrite) {
    const re2::RE2 regex(piece(rewrite.uri_regex_rewrite->match), re2::RE2::Quiet);
    if (regex.ok()) {
      re2::RE2::GlobalReplace(&out, regex, piece(rewrite.uri_regex_rewrite->rewrite));
    }
  } else if (!rewrite.uri.empty()) {
    // The matched prefix is replaced; an exact or regex match, the whole path.
    const bool by_prefix = match == nullptr || !match->uri || match->uri->prefix;
    const std::size_t length =
        by_prefix ? (match != nullptr && match->uri ? match->uri->prefix->size() : 1)
                  : plain.size();
    out.replace(0, std::min(length, out.size()), rewrite.uri);
  }
  return out == plain ? std::nullopt : std::optional(out + path.substr(plain.size()));
}

}  // namespace mesh::istio
