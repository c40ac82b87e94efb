// SPDX-License-Identifier: Apache-2.0
#include "common/kube/request_headers.h"

#include "common/base/error.h"

#include <algorithm>
#include <cctype>

namespace mesh::kube {
namespace {

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

void add(Headers& headers, std::string name, std::string_view value) {
  if (std::any_of(value.begin(), value.end(), is_control)) {
    throw Error(
        "the value for the request header {} contains a line break or another control character: "
        "look at the token and the impersonation flags",
        name);
  }
  headers.emplace_back(std::move(name), value);
}

// Bytes that a header name may have (RFC 7230 token), except '%', which escapes the others.
bool is_name_byte(char c) {
  constexpr std::string_view kMarks = "!#$&'*+-.^_`|~";
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || kMarks.find(c) != kMarks.npos;
}

std::string escaped_name(std::string_view key) {
  std::string out;
  for (const char c : key) {
    out +=
        is_name_byte(c) ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

Headers request_headers(const Connection& connection, std::string_view accept,
                        std::string_view authorization) {
  Headers headers;
  add(headers, "Accept", accept);
  if (!authorization.empty()) {
    add(headers, "Authorization", authorization);
  }
  if (!connection.as.empty()) {
    add(headers, "Impersonate-User", connection.as);
  }
  if (!connection.as_uid.empty()) {
    add(headers, "Impersonate-Uid", connection.as_uid);
  }
  for (const std::string& group : connection.as_groups) {
    add(headers, "Impersonate-Group", group);
  }
  for (const auto& [key, value] : connection.as_user_extra) {
    add(headers, "Impersonate-Extra-" + escaped_name(key), value);
  }
  return headers;
}

}  // namespace mesh::kube
