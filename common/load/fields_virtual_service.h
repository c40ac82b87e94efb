// SPDX-License-Identifier: Apache-2.0
// networking.istio.io VirtualService.
#pragma once

#include "common/load/fields_istio.h"
#include "common/model/virtual_service.h"

namespace mesh::load {

template <>
struct FieldsOf<StringMatch> {
  static constexpr auto kFields =
      fields(field("exact", &StringMatch::exact), field("prefix", &StringMatch::prefix),
             field("regex", &StringMatch::regex));
};

template <>
struct FieldsOf<HttpMatchRequest> {
  static constexpr auto kFields = fields(
      field("name", &HttpMatchRequest::name), field("uri", &HttpMatchRequest::uri),
      field("scheme", &HttpMatchRequest::scheme), field("method", &HttpMatchRequest::method),
      field("authority", &HttpMatchRequest::authority),
      field("headers", &HttpMatchRequest::headers),
      field("withoutHeaders", &HttpMatchRequest::without_headers),
      field("queryParams", &HttpMatchRequest::query_params), field("port", &HttpMatchRequest::port),
      field("sourceLabels", &HttpMatchRequest::source_labels),
      field("sourceNamespace", &HttpMatchRequest::source_namespace),
      field("gateways", &HttpMatchRequest::gateways),
      field("ignoreUriCase", &HttpMatchRequest::ignore_uri_case));
};

template <>
struct FieldsOf<HeaderOperations> {
  static constexpr auto kFields =
      fields(field("set", &HeaderOperations::set), field("add", &HeaderOperations::add),
             field("remove", &HeaderOperations::remove));
};

template <>
struct FieldsOf<Headers> {
  static constexpr auto kFields =
      fields(field("request", &Headers::request), field("response", &Headers::response));
};

template <>
struct FieldsOf<RouteDestination> {
  static constexpr auto kFields = fields(field("destination", &RouteDestination::destination),
                                         field("weight", &RouteDestination::weight),
                                         field("headers", &RouteDestination::headers));
};

template <>
struct FieldsOf<HttpRedirect> {
  static constexpr auto kFields = fields(
      field("uri", &HttpRedirect::uri), field("prefixRewrite", &HttpRedirect::prefix_rewrite),
      field("authority", &HttpRedirect::authority), field("scheme", &HttpRedirect::scheme),
      field("port", &HttpRedirect::port), field("derivePort", &HttpRedirect::derive_port),
      field("redirectCode", &HttpRedirect::redirect_code));
};

template <>
struct FieldsOf<RegexRewrite> {
  static constexpr auto kFields =
      fields(field("match", &RegexRewrite::match), field("rewrite", &RegexRewrite::rewrite));
};

template <>
struct FieldsOf<HttpRewrite> {
  static constexpr auto kFields =
      fields(field("uri", &HttpRewrite::uri), field("authority", &HttpRewrite::authority),
             field("uriRegexRewrite", &HttpRewrite::uri_regex_rewrite));
};

template <>
struct FieldsOf<HttpDirectResponse> {
  static constexpr auto kFields = fields(field("status", &HttpDirectResponse::status));
};

template <>
struct FieldsOf<Delegate> {
  static constexpr auto kFields =
      fields(field("name", &Delegate::name), field("namespace", &Delegate::ns));
};

template <>
struct FieldsOf<Percent> {
  static constexpr auto kFields = fields(field("value", &Percent::value));
};

template <>
struct FieldsOf<FaultDelay> {
  static constexpr auto kFields =
      fields(field("fixedDelay", &FaultDelay::fixed_delay),
             field("exponentialDelay", &FaultDelay::exponential_delay),
             field("percentage", &FaultDelay::percentage), field("percent", &FaultDelay::percent));
};

template <>
struct FieldsOf<FaultAbort> {
  static constexpr auto kFields = fields(
      field("httpStatus", &FaultAbort::http_status), field("grpcStatus", &FaultAbort::grpc_status),
      field("http2Error", &FaultAbort::http2_error), field("percentage", &FaultAbort::percentage));
};

template <>
struct FieldsOf<HttpFaultInjection> {
  static constexpr auto kFields = fields(field("delay", &HttpFaultInjection::delay),
                                         field("abort", &HttpFaultInjection::abort));
};

template <>
struct FieldsOf<HttpRetry> {
  static constexpr auto kFields = fields(
      field("attempts", &HttpRetry::attempts), field("perTryTimeout", &HttpRetry::per_try_timeout),
      field("retryOn", &HttpRetry::retry_on),
      field("retryRemoteLocalities", &HttpRetry::retry_remote_localities));
};

template <>
struct FieldsOf<HttpMirror> {
  static constexpr auto kFields = fields(field("destination", &HttpMirror::destination),
                                         field("percentage", &HttpMirror::percentage));
};

template <>
struct FieldsOf<CorsPolicy> {
  static constexpr auto kFields = fields(field("allowOrigins", &CorsPolicy::allow_origins),
                                         field("allowMethods", &CorsPolicy::allow_methods),
                                         field("allowHeaders", &CorsPolicy::allow_headers),
                                         field("exposeHeaders", &CorsPolicy::expose_headers),
                                         field("maxAge", &CorsPolicy::max_age));
};

template <>
struct FieldsOf<HttpRoute> {
  static constexpr auto kFields = fields(
      field("name", &HttpRoute::name), field("match", &HttpRoute::match),
      field("route", &HttpRoute::route), field("redirect", &HttpRoute::redirect),
      field("directResponse", &HttpRoute::direct_response), field("delegate", &HttpRoute::delegate),
      field("rewrite", &HttpRoute::rewrite), field("timeout", &HttpRoute::timeout),
      field("retries", &HttpRoute::retries), field("fault", &HttpRoute::fault),
      field("mirror", &HttpRoute::mirror), field("mirrorPercentage", &HttpRoute::mirror_percentage),
      field("mirrors", &HttpRoute::mirrors), field("mirrorPercent", &HttpRoute::mirror_percent),
      field("headers", &HttpRoute::headers), field("corsPolicy", &HttpRoute::cors_policy));
};

template <>
struct FieldsOf<TlsMatch> {
  static constexpr auto kFields =
      fields(field("sniHosts", &TlsMatch::sni_hosts),
             field("destinationSubnets", &TlsMatch::destination_subnets),
             field("port", &TlsMatch::port), field("sourceLabels", &TlsMatch::source_labels),
             field("sourceNamespace", &TlsMatch::source_namespace),
             field("gateways", &TlsMatch::gateways));
};

template <>
struct FieldsOf<TlsRoute> {
  static constexpr auto kFields =
      fields(field("match", &TlsRoute::match), field("route", &TlsRoute::route));
};

template <>
struct FieldsOf<L4Match> {
  static constexpr auto kFields = fields(
      field("destinationSubnets", &L4Match::destination_subnets), field("port", &L4Match::port),
      field("sourceLabels", &L4Match::source_labels),
      field("sourceNamespace", &L4Match::source_namespace), field("gateways", &L4Match::gateways));
};

template <>
struct FieldsOf<TcpRoute> {
  static constexpr auto kFields =
      fields(field("match", &TcpRoute::match), field("route", &TcpRoute::route));
};

template <>
struct FieldsOf<VirtualService> {
  static constexpr auto kFields = fields(
      field("metadata", &VirtualService::meta),
      group("spec", kJsonOnly, field("hosts", &VirtualService::hosts),
            field("gateways", &VirtualService::gateways), field("http", &VirtualService::http),
            field("tls", &VirtualService::tls), field("tcp", &VirtualService::tcp),
            field("exportTo", &VirtualService::export_to)));
};

}  // namespace mesh::load
