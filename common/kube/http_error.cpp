// SPDX-License-Identifier: Apache-2.0
#include "common/kube/http_error.h"

#include "common/base/text.h"
#include "common/kube/answers.h"
#include "common/kube/server_url.h"

#include <fmt/format.h>

namespace mesh::kube {
namespace {

// What the API server would have put into Status.reason.
std::string reason_of(int status) {
  switch (status) {
    case 400:
      return "BadRequest";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "NotFound";
    case 405:
      return "MethodNotAllowed";
    case 406:
      return "NotAcceptable";
    case 410:
      return "Gone";
    case 429:
      return "TooManyRequests";
    case 503:
      return "ServiceUnavailable";
    case 504:
      return "Timeout";
    default:
      return status >= 500 ? "InternalError" : "";
  }
}

std::string unauthorized(const Connection& connection, const std::string& credentials) {
  const std::string user = connection.user_name.empty()
                               ? "the current user"
                               : fmt::format("user \"{}\"", connection.user_name);
  if (credentials.empty()) {
    return fmt::format(
        "you must be logged in to the server (Unauthorized): there are no credentials for {}",
        user);
  }
  return fmt::format(
      "you must be logged in to the server (Unauthorized): it does not accept {} of {}, which may "
      "have expired",
      credentials, user);
}

// For answers that do not come from an API server, or not from its handlers.
std::string message_of_page(const HttpHead& head, const std::string& body,
                            const Connection& connection) {
  constexpr std::size_t kLongestText = 300;
  const std::string server = parse_server_url(connection.server).authority;
  if (!head.redirect.empty()) {
    return fmt::format("the server {} redirects ({}) to {}: is it a Kubernetes API server?", server,
                       head.status,
                       escape_control(head.redirect.substr(0, head.redirect.find('?'))));
  }
  if (head.content_type.starts_with("text/html")) {
    return fmt::format(
        "the server {} answered {} with a web page: is it a Kubernetes API server, or a proxy?",
        server, head.status);
  }
  // Go's "Client sent an HTTP request to an HTTPS server." has no content type.
  const bool is_text = head.content_type.empty() || head.content_type.starts_with("text/");
  const std::string_view text = trim(body);
  if (text.empty() || !is_text) {
    return fmt::format("the server {} answered {}", server, head.status);
  }
  return escape_control(text.substr(0, kLongestText));
}

}  // namespace

Outcome outcome_of_error(const HttpHead& head, const std::string& body,
                         const Connection& connection, const std::string& credentials) {
  const Status status = parse_status(body).value_or(Status{});
  Outcome out;
  out.status = head.status;
  out.content_type = head.content_type;
  out.reason = status.reason.empty() ? reason_of(head.status) : escape_control(status.reason);
  if (head.status == 401) {
    out.message = unauthorized(connection, credentials);
  } else {
    out.message = status.message.empty() ? message_of_page(head, body, connection)
                                         : escape_control(status.message);
  }
  if (!connection.hint.empty()) {
    out.message += " (" + connection.hint + ")";
  }
  return out;
}

}  // namespace mesh::kube
