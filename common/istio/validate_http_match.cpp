// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, VirtualService: conditions of http rules, and changes of headers. An
// empty prefix is accepted for `uri` only; `without_headers` takes "*" for presence.
#include "common/base/text.h"
#include "common/istio/validate_http_route.h"

#include <fmt/format.h>

namespace mesh::istio {
namespace {

void check_regex(const StringMatch& match, const FieldPath& path, Violations& out) {
  const auto problem = match.regex ? regex_problem(*match.regex) : std::nullopt;
  if (problem) {
    out.push_back({path.with("regex"), fmt::format("the regular expression {}", *problem),
                   "write a regular expression in RE2 syntax, or match by prefix or exact"});
  }
}

void check_string_match(const StringMatch& match, const FieldPath& path, Violations& out) {
  if (match.prefix && match.prefix->empty()) {
    out.push_back(
        {path.with("prefix"), "the prefix is empty", "write a prefix, or remove the condition"});
  }
  check_regex(match, path, out);
}

void check_optional_match(const std::optional<StringMatch>& match, const FieldPath& path,
                          Violations& out) {
  if (match) {
    check_string_match(*match, path, out);
  }
}

void check_name_in_match(std::string_view name, const FieldPath& path, Violations& out) {
  if (!is_header_name(name) && !is_jwt_claim(name)) {
    out.push_back({path, fmt::format("\"{}\" is not a valid header name", name),
                   "write the header's name in lower case; uri, method, scheme and authority have "
                   "fields of their own"});
  }
}

void check_header_matches(const HttpMatchRequest& match, const FieldPath& path, Violations& out) {
  for (const auto& [name, value] : match.headers) {
    check_name_in_match(name, path.with("headers", name), out);
    check_string_match(value, path.with("headers", name), out);
  }
  for (const auto& [name, value] : match.without_headers) {
    check_name_in_match(name, path.with("withoutHeaders", name), out);
    if (value.regex != "*") {
      check_string_match(value, path.with("withoutHeaders", name), out);
    }
  }
}

void check_http_match(const HttpMatchRequest& match, const FieldPath& path, Violations& out) {
  check_header_matches(match, path, out);
  if (match.uri) {
    check_regex(*match.uri, path.with("uri"), out);
  }
  check_optional_match(match.scheme, path.with("scheme"), out);
  check_optional_match(match.method, path.with("method"), out);
  check_optional_match(match.authority, path.with("authority"), out);
  for (const auto& [name, value] : match.query_params) {
    check_string_match(value, path.with("queryParams", name), out);
  }
  check_optional_port(match.port, path.with("port"), out);
  check_labels(match.source_labels, path.with("sourceLabels"), out);
  check_gateway_names(match.gateways, path.with("gateways"), out);
  if (!match.source_namespace.empty() && !is_dns_label(match.source_namespace)) {
    out.push_back({path.with("sourceNamespace"),
                   fmt::format("\"{}\" is not the name of a namespace", match.source_namespace),
                   "name one namespace"});
  }
}

enum class Authority { MayBeSet, MayNot };

void check_changed_name(std::string_view name, Authority authority, const FieldPath& path,
                        Violations& out) {
  if (name.empty()) {
    out.push_back({path, "a header has no name", "name the header"});
  } else if (is_authority_header(name) && authority == Authority::MayBeSet) {
    return;
  } else if (name.starts_with(':') || equals_ignoring_case(name, "host")) {
    out.push_back({path, fmt::format("the header \"{}\" cannot be changed here", name),
                   "remove the header from the list; the host is changed by rewrite.authority"});
  }
}

void check_operations(const HeaderOperations& operations, Authority authority,
                      const FieldPath& path, Violations& out) {
  for (const auto& [field, headers] :
       {std::pair("set", &operations.set), std::pair("add", &operations.add)}) {
    for (const auto& [name, value] : *headers) {
      check_changed_name(name, authority, path.with(field, name), out);
      if (const auto problem = header_value_problem(value)) {
        out.push_back({path.with(field, name),
                       fmt::format("the value of header \"{}\" {}", name, *problem),
                       "write %% for a percent sign, and no control characters"});
      }
    }
  }
  for (std::size_t i = 0; i < operations.remove.size(); ++i) {
    check_changed_name(operations.remove[i], Authority::MayNot, path.with("remove", i), out);
  }
}

}  // namespace

bool is_authority_header(std::string_view name) {
  return equals_ignoring_case(name, ":authority") || equals_ignoring_case(name, "host");
}

void check_headers(const Headers& headers, const FieldPath& path, Violations& out) {
  if (headers.request) {
    check_operations(*headers.request, Authority::MayBeSet, path.with("request"), out);
  }
  if (headers.response) {
    check_operations(*headers.response, Authority::MayNot, path.with("response"), out);
  }
}

void check_http_matches(std::span<const HttpMatchRequest> matches, const FieldPath& path,
                        Violations& out) {
  for (std::size_t i = 0; i < matches.size(); ++i) {
    check_http_match(matches[i], path.with(i), out);
  }
}

}  // namespace mesh::istio
