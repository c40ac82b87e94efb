// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/istio_common.h"
#include "common/model/object.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

struct StringMatch {
  std::optional<std::string_view> exact;
  std::optional<std::string_view> prefix;
  std::optional<std::string_view> regex;
};

struct HttpMatchRequest {
  std::string_view name;
  std::optional<StringMatch> uri;
  std::optional<StringMatch> scheme;
  std::optional<StringMatch> method;
  std::optional<StringMatch> authority;
  Map<StringMatch> headers;
  Map<StringMatch> without_headers;
  Map<StringMatch> query_params;
  std::optional<std::int64_t> port;
  Labels source_labels;
  std::string_view source_namespace;
  std::vector<std::string_view> gateways;
  bool ignore_uri_case = false;
};

// Changes to the headers of requests or responses.
struct HeaderOperations {
  Map<std::string_view> set;
  Map<std::string_view> add;
  std::vector<std::string_view> remove;
};

struct Headers {
  std::optional<HeaderOperations> request;
  std::optional<HeaderOperations> response;
};

struct RouteDestination {
  std::optional<Destination> destination;
  std::int64_t weight = 0;
  std::optional<Headers> headers;  // http only
};

struct HttpRedirect {
  std::string_view uri;
  std::string_view prefix_rewrite;
  std::string_view authority;
  std::string_view scheme;
  std::optional<std::int64_t> port;
  std::string_view derive_port;
  std::int64_t redirect_code = 0;
};

struct RegexRewrite {
  std::string_view match;
  std::string_view rewrite;
};

struct HttpRewrite {
  std::string_view uri;
  std::string_view authority;
  std::optional<RegexRewrite> uri_regex_rewrite;
};

struct HttpDirectResponse {
  std::int64_t status = 0;
};

struct Delegate {
  std::string_view name;
  std::string_view ns;
};

struct Percent {
  double value = 0;
};

struct FaultDelay {
  std::string_view fixed_delay;
  std::string_view exponential_delay;
  std::optional<Percent> percentage;
  std::optional<std::int64_t> percent;
};

struct FaultAbort {
  std::optional<std::int64_t> http_status;
  std::string_view grpc_status;
  std::string_view http2_error;
  std::optional<Percent> percentage;
};

struct HttpFaultInjection {
  std::optional<FaultDelay> delay;
  std::optional<FaultAbort> abort;
};

struct HttpRetry {
  std::int64_t attempts = 0;
  std::string_view per_try_timeout;
  std::string_view retry_on;
  std::optional<bool> retry_remote_localities;
};

struct HttpMirror {
  std::optional<Destination> destination;
  std::optional<Percent> percentage;
};

struct CorsPolicy {
  std::vector<StringMatch> allow_origins;
  std::vector<std::string_view> allow_methods;
  std::vector<std::string_view> allow_headers;
  std::vector<std::string_view> expose_headers;
  std::string_view max_age;
};

struct HttpRoute {
  std::string_view name;
  std::vector<HttpMatchRequest> match;
  std::vector<RouteDestination> route;
  std::optional<HttpRedirect> redirect;
  std::optional<HttpDirectResponse> direct_response;
  std::optional<Delegate> delegate;
  std::optional<HttpRewrite> rewrite;
  std::string_view timeout;
  std::optional<HttpRetry> retries;
  std::optional<HttpFaultInjection> fault;
  std::optional<Destination> mirror;
  std::optional<Percent> mirror_percentage;
  std::vector<HttpMirror> mirrors;
  std::optional<std::int64_t> mirror_percent;
  std::optional<Headers> headers;
  std::optional<CorsPolicy> cors_policy;
};

struct TlsMatch {
  std::vector<std::string_view> sni_hosts;
  std::vector<std::string_view> destination_subnets;
  std::optional<std::int64_t> port;
  Labels source_labels;
  std::string_view source_namespace;
  std::vector<std::string_view> gateways;
};

struct TlsRoute {
  std::vector<TlsMatch> match;
  std::vector<RouteDestination> route;
};

struct L4Match {
  std::vector<std::string_view> destination_subnets;
  std::optional<std::int64_t> port;
  Labels source_labels;
  std::string_view source_namespace;
  std::vector<std::string_view> gateways;
};

struct TcpRoute {
  std::vector<L4Match> match;
  std::vector<RouteDestination> route;
};

struct VirtualService : Object {
  std::vector<std::string_view> hosts;
  std::vector<std::string_view> gateways;
  std::vector<HttpRoute> http;
  std::vector<TlsRoute> tls;
  std::vector<TcpRoute> tcp;
  std::vector<std::string_view> export_to;

  // RTE-35: a delegate has no hosts.
  bool is_delegate() const { return hosts.empty(); }
};

}  // namespace mesh
