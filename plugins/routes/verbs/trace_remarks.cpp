// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/verbs/trace_remarks.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::routes {
namespace {

using Kind = istio::Payload::Kind;

// What is inside of TLS that a gateway has taken off, or else what the client sends.
istio::AppProtocol protocol_at_end(const istio::Trace& trace, const istio::Payload& payload) {
  const bool has_tls = payload.kind == Kind::Https || payload.kind == Kind::Tls;
  const bool is_taken_off =
      trace.listener && trace.listener->tls != "none" && trace.listener->tls != "passthrough";
  if (has_tls && !is_taken_off) {
    return istio::AppProtocol::Tls;
  }
  return payload.kind == Kind::Http || payload.kind == Kind::Https ? istio::AppProtocol::Http
                                                                   : istio::AppProtocol::Tcp;
}

}  // namespace

std::optional<print::Step> closed_port(const Snapshot& snapshot, const Pod& gateway,
                                       std::int64_t service_port) {
  const auto services = snapshot.services_selecting(gateway);
  const bool is_open = std::any_of(services.begin(), services.end(), [&](const Service* service) {
    return std::any_of(service->ports.begin(), service->ports.end(),
                       [&](const ServicePort& port) { return port.port == service_port; });
  });
  if (services.empty() || is_open) {
    return std::nullopt;
  }
  const ObjectRef& service = services.front()->ref;
  return print::Step{.text = fmt::format("port {} is not open in {}: from outside, the connection "
                                         "is refused or times out",
                                         service_port, service.text()),
                     .object = service,
                     .field = FieldPath("spec", "ports")};
}

std::optional<print::Step> presented_certificate(const istio::Trace& trace) {
  if (!trace.listener || trace.listener->credential.empty()) {
    return std::nullopt;
  }
  return print::Step{
      .text = fmt::format("the server presents the certificate of {}: `kubectl mesh-certs` tells "
                          "whether it is there and valid",
                          trace.listener->credential)};
}

istio::Reach arrival(const Snapshot& snapshot, const istio::Trace& trace,
                     const istio::Payload& payload) {
  if (trace.result != istio::TraceResult::Routed) {
    return {};
  }
  return istio::reach_at_end(snapshot, trace, protocol_at_end(trace, payload));
}

std::string refusal_text(const istio::Reach& arrival, const istio::Payload& payload) {
  const istio::AppProtocol protocol = arrival.traces.empty()
                                          ? istio::AppProtocol::Http
                                          : protocol_at_end(arrival.traces.front(), payload);
  std::size_t refusing = 0;
  std::string symptom;
  for (const istio::ReachedEndpoint& endpoint : arrival.endpoints) {
    const std::string seen = istio::symptom_of(istio::outcome_text(endpoint), protocol, true);
    if (!seen.empty()) {
      ++refusing;
      symptom = seen;
    }
  }
  if (refusing == 0) {
    return {};
  }
  return refusing == arrival.endpoints.size()
             ? fmt::format("the pods refuse it: {}", symptom)
             : fmt::format("{} of {} endpoints refuse it: {}", refusing, arrival.endpoints.size(),
                           symptom);
}

}  // namespace mesh::routes
