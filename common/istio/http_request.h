// SPDX-License-Identifier: Apache-2.0
//
// RTE-29, RTE-37: whether a request fits a match of a VirtualService, as Envoy decides it: the path
// is normalised first, regular expressions are RE2 and must match the whole text.
#pragma once

#include "common/model/virtual_service.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mesh::istio {

struct HttpRequest {
  std::string method = "GET";
  std::string scheme = "http";
  std::string authority;                       // the Host header
  std::string path = "/";                      // with the query
  std::map<std::string, std::string> headers;  // names in lower case
};

// The path as matching, rewriting and forwarding see it: escapes of plain characters undone, `.`
// and `..` resolved; the query is left alone.
std::string normalised_path(std::string_view path);

std::string_view path_without_query(std::string_view path);

// The first condition of the match that the request does not meet ("header x-user is not \"bob\"");
// nullopt if it meets all. Ports, gateways and sources are not among them: they are decided for
// each listener. `request.path` must be normalised.
std::optional<std::string> first_unmet(const HttpMatchRequest& match, const HttpRequest& request);

// The path after a rewrite; nullopt if the rewrite leaves it as it is. `match` is the one that
// matched, nullptr: none was needed.
std::optional<std::string> rewritten_path(const HttpRewrite& rewrite, const HttpMatchRequest* match,
                                          const std::string& path);

}  // namespace mesh::istio
