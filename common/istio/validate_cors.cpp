// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, VirtualService: corsPolicy.
#include "common/istio/validate_http_filters.h"

#include <fmt/format.h>

#include <set>

namespace mesh::istio {
namespace {

void check_names(const std::vector<std::string_view>& names, const FieldPath& path,
                 Violations& out) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != "*" && !is_header_name(names[i])) {
      out.push_back({path.with(i), fmt::format("\"{}\" is not a header name", names[i]),
                     "write one header name in each entry"});
    }
  }
}

void check_origins(const CorsPolicy& cors, const FieldPath& path, Violations& out) {
  for (std::size_t i = 0; i < cors.allow_origins.size(); ++i) {
    const StringMatch& origin = cors.allow_origins[i];
    const FieldPath at = path.with("allowOrigins", i);
    if (origin.exact.value_or("").empty() && origin.prefix.value_or("").empty() &&
        origin.regex.value_or("").empty()) {
      out.push_back({at, "the origin is empty", "set exact, prefix or regex"});
    } else if (const auto problem = origin.regex ? regex_problem(*origin.regex) : std::nullopt) {
      out.push_back({at.with("regex"), fmt::format("the regular expression {}", *problem),
                     "write a regular expression in RE2 syntax"});
    }
  }
}

}  // namespace

void check_cors(const CorsPolicy& cors, const FieldPath& path, Violations& out) {
  static const std::set<std::string_view> kMethods{"GET",    "HEAD",    "POST",    "PUT",  "PATCH",
                                                   "DELETE", "CONNECT", "OPTIONS", "TRACE"};
  check_origins(cors, path, out);
  for (std::size_t i = 0; i < cors.allow_methods.size(); ++i) {
    if (!kMethods.contains(cors.allow_methods[i])) {
      out.push_back({path.with("allowMethods", i),
                     fmt::format("\"{}\" is not an HTTP method", cors.allow_methods[i]),
                     "write one method in capitals in each entry"});
    }
  }
  check_names(cors.allow_headers, path.with("allowHeaders"), out);
  check_names(cors.expose_headers, path.with("exposeHeaders"), out);
  const std::size_t before = out.size();
  check_duration(cors.max_age, path.with("maxAge"), out);
  if (out.size() == before && !cors.max_age.empty() && !is_whole_seconds(cors.max_age)) {
    out.push_back({path.with("maxAge"),
                   fmt::format("\"{}\" is not a whole number of seconds", cors.max_age),
                   "set whole seconds"});
  }
}

}  // namespace mesh::istio
