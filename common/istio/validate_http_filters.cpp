// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, VirtualService: redirect, directResponse, rewrite, retries, fault and
// corsPolicy of a rule.
#include "common/istio/validate_http_filters.h"

#include "common/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

using Words = std::set<std::string_view>;

bool is_status_with_text(long status) {
  static const std::set<long> kOthers{100, 101, 102, 103, 226, 305, 307,
                                      308, 428, 429, 431, 451, 510, 511};
  return (status >= 200 && status <= 208) || (status >= 300 && status <= 304) ||
         (status >= 400 && status <= 418) || (status >= 421 && status <= 426) ||
         (status >= 500 && status <= 508) || kOthers.contains(status);
}

bool is_retry_policy(std::string_view word) {
  static const Words kPolicies{"5xx",
                               "gateway-error",
                               "reset",
                               "reset-before-request",
                               "connect-failure",
                               "retriable-4xx",
                               "refused-stream",
                               "retriable-status-codes",
                               "retriable-headers",
                               "envoy-ratelimited",
                               "http3-post-connect-failure",
                               "cancelled",
                               "deadline-exceeded",
                               "internal",
                               "resource-exhausted",
                               "unavailable"};
  return kPolicies.contains(word) || is_status_with_text(parse_number(word).value_or(0));
}

bool is_grpc_status(std::string_view word) {
  static const Words kStatuses{"OK",
                               "CANCELLED",
                               "UNKNOWN",
                               "INVALID_ARGUMENT",
                               "DEADLINE_EXCEEDED",
                               "NOT_FOUND",
                               "ALREADY_EXISTS",
                               "PERMISSION_DENIED",
                               "RESOURCE_EXHAUSTED",
                               "FAILED_PRECONDITION",
                               "ABORTED",
                               "OUT_OF_RANGE",
                               "UNIMPLEMENTED",
                               "INTERNAL",
                               "UNAVAILABLE",
                               "DATA_LOSS",
                               "UNAUTHENTICATED"};
  return kStatuses.contains(word);
}

void check_status(std::int64_t status, const FieldPath& path, Violations& out) {
  if (status < 200 || status > 600) {
    out.push_back({path, fmt::format("{} is not an HTTP status between 200 and 599", status),
                   "set a status between 200 and 599"});
  }
}

void check_redirect(const HttpRoute& route, const FieldPath& path, Violations& out) {
  const HttpRedirect& redirect = *route.redirect;
  if (!redirect.uri.empty() && !redirect.prefix_rewrite.empty()) {
    out.push_back({path.with("prefixRewrite"), "the redirect has both uri and prefixRewrite",
                   "keep one of uri and prefixRewrite"});
  } else if (!redirect.prefix_rewrite.empty()) {
    const auto by_prefix = [](const HttpMatchRequest& match) {
      return match.uri && match.uri->prefix;
    };
    if (!std::all_of(route.match.begin(), route.match.end(), by_prefix)) {
      out.push_back({path.with("prefixRewrite"),
                     "prefixRewrite is set, and not every match of the rule is by uri.prefix",
                     "match by uri.prefix, or set uri instead"});
    }
  }
  if (redirect.uri.empty() && redirect.prefix_rewrite.empty() && redirect.authority.empty() &&
      redirect.scheme.empty() && !redirect.port && redirect.derive_port.empty()) {
    out.push_back({path, "the redirect changes nothing", "set uri, authority, scheme or port"});
  }
  const std::int64_t code = redirect.redirect_code;
  if (code != 0 && (code < 300 || code > 399)) {
    out.push_back({path.with("redirectCode"), fmt::format("{} is not a redirect status", code),
                   "set 301, 302, 303, 307 or 308"});
  }
  if (!redirect.scheme.empty() && redirect.scheme != "http" && redirect.scheme != "https") {
    out.push_back({path.with("scheme"),
                   fmt::format("\"{}\" is neither http nor https", redirect.scheme),
                   "set http or https"});
  }
  check_optional_port(redirect.port, path.with("port"), out);
}

void check_rewrite(const HttpRewrite& rewrite, const FieldPath& path, Violations& out) {
  if (!rewrite.uri.empty() && rewrite.uri_regex_rewrite) {
    out.push_back({path.with("uriRegexRewrite"), "the rewrite has both uri and uriRegexRewrite",
                   "keep one of uri and uriRegexRewrite"});
  } else if (rewrite.uri.empty() && !rewrite.uri_regex_rewrite && rewrite.authority.empty()) {
    out.push_back({path, "the rewrite changes nothing", "set uri or authority, or remove rewrite"});
  } else if (rewrite.uri_regex_rewrite) {
    const RegexRewrite& regex = *rewrite.uri_regex_rewrite;
    const FieldPath at = path.with("uriRegexRewrite");
    if (regex.match.empty() || regex.rewrite.empty()) {
      out.push_back({at.with(regex.match.empty() ? "match" : "rewrite"),
                     "uriRegexRewrite needs both match and rewrite", "set both"});
    } else if (const auto problem = regex_problem(regex.match)) {
      out.push_back({at.with("match"), fmt::format("the regular expression {}", *problem),
                     "write a regular expression in RE2 syntax"});
    }
  }
}

void check_retries(const HttpRetry& retries, const FieldPath& path, Violations& out) {
  if (retries.attempts < 0) {
    out.push_back({path.with("attempts"),
                   fmt::format("{} attempts are asked for", retries.attempts),
                   "set attempts to 0 or more"});
  }
  if (retries.attempts == 0 && (!retries.per_try_timeout.empty() || !retries.retry_on.empty() ||
                                retries.retry_remote_localities)) {
    out.push_back({path.with("attempts"),
                   "attempts is 0 or missing, which turns retries off, and other settings of "
                   "retries are given",
                   "set attempts to 1 or more, or remove the other settings"});
  }
  check_duration(retries.per_try_timeout, path.with("perTryTimeout"), out);
  if (retries.retry_on.empty()) {
    return;
  }
  for (const std::string_view word : split(retries.retry_on, ',')) {
    if (!is_retry_policy(word)) {
      out.push_back({path.with("retryOn"), fmt::format("\"{}\" is not a reason to retry", word),
                     is_retry_policy(trim(word))
                         ? "remove the spaces"
                         : "use Envoy's words, for example 5xx,connect-failure,refused-stream, or "
                           "HTTP status numbers"});
    }
  }
}

void check_fault_percentage(const std::optional<Percent>& percentage, const FieldPath& path,
                            Violations& out) {
  if (!percentage) {
    return;
  }
  const double value = percentage->value;
  if (value < 0 || value > 100 || (value > 0 && value < 0.0001)) {
    out.push_back({path.with("percentage", "value"),
                   fmt::format("{} is neither 0 nor a percentage between 0.0001 and 100", value),
                   "set 0 to 100"});
  }
}

void check_abort(const FaultAbort& abort, const FieldPath& path, Violations& out) {
  check_fault_percentage(abort.percentage, path, out);
  if (abort.http_status) {
    check_status(*abort.http_status, path.with("httpStatus"), out);
  }
  if (!abort.grpc_status.empty() && !is_grpc_status(abort.grpc_status)) {
    out.push_back({path.with("grpcStatus"),
                   fmt::format("\"{}\" is not a gRPC status", abort.grpc_status),
                   "use a status name such as UNAVAILABLE"});
  }
  if (!abort.http2_error.empty()) {
    out.push_back(
        {path.with("http2Error"), "http2Error is not supported", "use httpStatus or grpcStatus"});
  }
}

void check_fault(const HttpFaultInjection& fault, const FieldPath& path, Violations& out) {
  if (!fault.abort && !fault.delay) {
    out.push_back(
        {path, "fault has neither abort nor delay", "add abort or delay, or remove fault"});
  }
  if (fault.abort) {
    check_abort(*fault.abort, path.with("abort"), out);
  }
  if (fault.delay) {
    check_fault_percentage(fault.delay->percentage, path.with("delay"), out);
    check_duration(fault.delay->fixed_delay, path.with("delay", "fixedDelay"), out);
    if (!fault.delay->exponential_delay.empty()) {
      out.push_back({path.with("delay", "exponentialDelay"), "exponentialDelay is not supported",
                     "use fixedDelay"});
    }
  }
}

}  // namespace

void check_http_filters(const HttpRoute& route, const FieldPath& path, Violations& out) {
  if (route.redirect) {
    check_redirect(route, path.with("redirect"), out);
  }
  if (route.direct_response) {
    check_status(route.direct_response->status, path.with("directResponse", "status"), out);
  }
  if (route.rewrite) {
    check_rewrite(*route.rewrite, path.with("rewrite"), out);
  }
  if (route.retries) {
    check_retries(*route.retries, path.with("retries"), out);
  }
  if (route.fault) {
    check_fault(*route.fault, path.with("fault"), out);
  }
  if (route.cors_policy) {
    check_cors(*route.cors_policy, path.with("corsPolicy"), out);
  }
}

}  // namespace mesh::istio
