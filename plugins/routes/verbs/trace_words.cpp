// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/verbs/trace_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace mesh::routes {
namespace {

using istio::Cluster;
using istio::ClusterEndpoint;
using istio::Trace;
using istio::TraceResult;
using print::JsonWriter;

void member_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void number_or_null(JsonWriter& json, std::string_view name, std::optional<std::size_t> number) {
  json.key(name);
  if (number) {
    json.number(static_cast<std::int64_t>(*number));
  } else {
    json.null();
  }
}

void number(JsonWriter& json, std::string_view name, std::int64_t value) {
  json.key(name);
  json.number(value);
}

void boolean(JsonWriter& json, std::string_view name, bool value) {
  json.key(name);
  json.boolean(value);
}

void write_listener(JsonWriter& json, const std::optional<istio::TracedListener>& listener) {
  json.key("listener");
  if (!listener) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("tls", listener->tls);
  member_or_null(json, "credential", listener->credential);
  json.key("server");
  if (listener->gateway == nullptr) {
    json.null();
  } else {
    json.begin_object();
    json.member("gateway", listener->gateway->ref.qualified_name());
    const auto& port = listener->gateway->servers[listener->server].port;
    json.member("portName", port ? port->name : std::string_view());
    json.end_object();
  }
  json.end_object();
}

void write_virtual_service(JsonWriter& json, const Trace& trace) {
  const std::string name = trace.virtual_service == nullptr
                               ? std::string()
                               : trace.virtual_service->ref.qualified_name();
  member_or_null(json, "virtualService", trace.is_virtual_service_unknown ? "unknown" : name);
}

// Root and delegate each count their own matches.
std::optional<std::size_t> root_match(const istio::HttpRouteEntry& route) {
  return route.match == nullptr ? std::nullopt : route.match->index;
}

void write_rule(JsonWriter& json, const Trace& trace) {
  json.key("rule");
  if (!trace.route && !trace.chain_rule) {
    json.null();
    return;
  }
  json.begin_object();
  if (trace.route) {
    json.member("section", "http");
    number_or_null(json, "index", trace.route->rule->index);
    number_or_null(json, "match", root_match(*trace.route));
  } else {
    json.member("section", istio::text(trace.chain_rule->section));
    number_or_null(json, "index", std::nullopt);
    number_or_null(json, "match", std::nullopt);
  }
  json.end_object();
  if (trace.route && trace.route->rule->delegate != nullptr) {
    json.key("delegate");
    json.begin_object();
    json.member("virtualService", trace.route->rule->delegate->ref.qualified_name());
    number_or_null(json, "index", trace.route->rule->delegate_index);
    number_or_null(json, "match",
                   trace.route->match == nullptr ? std::nullopt : trace.route->match->delegate);
    json.end_object();
  }
}

void write_endpoint(JsonWriter& json, const ClusterEndpoint& each) {
  json.begin_object();
  json.member("address", each.endpoint.address);
  number(json, "port", each.endpoint.port);
  member_or_null(json, "pod",
                 each.endpoint.pod == nullptr ? "" : each.endpoint.pod->ref.qualified_name());
  boolean(json, "healthy", each.endpoint.is_healthy);
  json.member("tls", istio::text(each.tls));
  json.end_object();
}

void write_cluster(JsonWriter& json, const Cluster& cluster) {
  json.begin_object();
  json.member("cluster", cluster.name.text());
  json.member("host", cluster.name.host);
  number(json, "port", cluster.name.port);
  member_or_null(json, "subset", cluster.name.subset);
  number(json, "weight", cluster.name.weight);
  boolean(json, "exists", cluster.exists);
  if (cluster.exists) {
    json.member("type", istio::text(cluster.type));
  }
  member_or_null(
      json, "destinationRule",
      cluster.exists && cluster.rule != nullptr ? cluster.rule->ref.qualified_name() : "");
  member_or_null(json, "tls", cluster.exists ? istio::text(cluster.tls) : "");
  json.key("endpoints");
  json.begin_array();
  if (cluster.exists) {
    for (const ClusterEndpoint& endpoint : cluster.endpoints) {
      write_endpoint(json, endpoint);
    }
  }
  json.end_array();
  json.end_object();
}

void write_rewrite(JsonWriter& json, const Trace& trace) {
  if (!trace.new_authority && !trace.new_path) {
    return;
  }
  json.key("rewrite");
  json.begin_object();
  json.member_if_any("authority", trace.new_authority.value_or(""));
  json.member_if_any("path", trace.new_path.value_or(""));
  json.end_object();
}

void write_redirect(JsonWriter& json, const HttpRedirect& redirect) {
  json.key("redirect");
  json.begin_object();
  json.member_if_any("host", redirect.authority);
  json.member_if_any("path", redirect.uri);
  json.member_if_any("scheme", redirect.scheme);
  json.end_object();
}

void write_mirrors(JsonWriter& json, const Trace& trace) {
  json.key("mirrors");
  json.begin_array();
  for (const istio::TracedMirror& mirror : trace.mirrors) {
    json.begin_object();
    json.member("cluster", mirror.cluster.text());
    boolean(json, "exists", mirror.exists);
    json.end_object();
  }
  json.end_array();
}

std::string symptom_of_cluster(const Cluster& cluster) {
  if (!cluster.exists) {
    return "503 NC";
  }
  return cluster.healthy().empty() ? "503 UH" : "";
}

// The worst of several destinations, with the share of requests that meets it.
std::string symptom_of_clusters(const Trace& trace) {
  std::int64_t total = 0;
  std::int64_t failing = 0;
  std::string symptom;
  for (const Cluster& cluster : trace.clusters) {
    const std::string own = symptom_of_cluster(cluster);
    total += std::max<std::int64_t>(cluster.name.weight, 1);
    if (!own.empty()) {
      failing += std::max<std::int64_t>(cluster.name.weight, 1);
      symptom = own;
    }
  }
  return failing == 0 || failing == total
             ? symptom
             : fmt::format("{} for {} of {} requests", symptom, failing, total);
}

}  // namespace

std::string symptom_of(const Trace& trace) {
  switch (trace.result) {
    case TraceResult::Routed:
      return symptom_of_clusters(trace);
    case TraceResult::NotFound:
      return "404 NR";
    case TraceResult::Blackhole:
      return trace.status ? "502" : "connection closed";
    case TraceResult::NoListener:
      return "connection refused";
    case TraceResult::NoFilterChain:
    case TraceResult::TlsError:
      return "connection reset";
    case TraceResult::ProtocolError:
      return "400 or connection closed";
    case TraceResult::RejectedListener:
      return "the listener is not updated";
    case TraceResult::Passthrough:
    case TraceResult::Redirect:
    case TraceResult::DirectResponse:
    case TraceResult::HttpsRedirect:
      break;
  }
  return {};
}

void write_trace(JsonWriter& json, const Trace& trace) {
  json.member("result", istio::text(trace.result));
  if (trace.status) {
    number(json, "status", *trace.status);
  }
  if (trace.result == TraceResult::NotFound) {
    json.member("reason", trace.is_unknown_host ? "no_virtual_host" : "no_route");
  }
  if (trace.at_gateway) {
    write_listener(json, trace.listener);
  }
  write_virtual_service(json, trace);
  write_rule(json, trace);
  json.key("clusters");
  json.begin_array();
  for (const Cluster& cluster : trace.clusters) {
    write_cluster(json, cluster);
  }
  json.end_array();
  write_rewrite(json, trace);
  if (trace.redirect != nullptr) {
    write_redirect(json, *trace.redirect);
  }
  if (!trace.mirrors.empty()) {
    write_mirrors(json, trace);
  }
  json.member_if_any("symptom", symptom_of(trace));
}

}  // namespace mesh::routes
