// SPDX-License-Identifier: Apache-2.0
#include "plugins/ports/protocol_misfit.h"

#include "common/istio/endpoints.h"
#include "common/istio/port_protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace mesh::ports {
namespace {

using istio::Protocol;

constexpr std::array<std::pair<std::int32_t, std::string_view>, 10> kNotHttp{{{1433, "SQL Server"},
                                                                              {1521, "Oracle"},
                                                                              {3306, "MySQL"},
                                                                              {5432, "PostgreSQL"},
                                                                              {5672, "AMQP"},
                                                                              {6379, "Redis"},
                                                                              {9042, "Cassandra"},
                                                                              {9092, "Kafka"},
                                                                              {11211, "memcached"},
                                                                              {27017, "MongoDB"}}};

using MaybeMisfit = std::optional<Misfit>;

constexpr std::string_view kNotReadable =
    "the proxies take the bytes for HTTP and cannot read them";
constexpr std::string_view kTlsAsHttp = "the proxies send plaintext HTTP to a port that speaks TLS";
constexpr std::string_view kPlainAsTls =
    "the proxies forward it as opaque TLS, so no HTTP rule applies";

// PORT-1. HTTP/3 really is UDP, so https and http on UDP mean no harm.
MaybeMisfit misfit_of_l4(const ServicePort& port) {
  const Protocol named =
      istio::protocol_named(port.app_protocol.empty() ? port.name : port.app_protocol);
  if (port.protocol == "UDP") {
    const bool fits = named == Protocol::Auto || named == Protocol::UDP ||
                      named == Protocol::HTTPS || named == Protocol::HTTP;
    return fits ? MaybeMisfit()
                : Misfit{"its protocol is UDP", "the proxies leave UDP alone", "udp"};
  }
  if (named == Protocol::UDP) {
    return Misfit{"its protocol is TCP",
                  "the proxies leave it alone, without mTLS and without routing", "tcp"};
  }
  return {};
}

MaybeMisfit misfit_of_container_port(Protocol declared, std::string_view name) {
  const Protocol spoken = istio::protocol_named(name);
  const std::string evidence = fmt::format("the container port is named \"{}\"", name);
  if (istio::is_http(declared)) {
    if (istio::is_tls(spoken)) {
      return Misfit{evidence, std::string(kTlsAsHttp), istio::text(spoken)};
    }
    if (spoken == Protocol::MySQL || spoken == Protocol::Redis || spoken == Protocol::Mongo) {
      return Misfit{evidence, std::string(kNotReadable), istio::text(spoken)};
    }
    if (declared == Protocol::HTTP && spoken == Protocol::GRPC) {
      return Misfit{evidence, "the proxies speak HTTP/1.1 to it, which gRPC does not understand",
                    "grpc"};
    }
  }
  if (istio::is_tls(declared) && istio::is_http(spoken)) {
    return Misfit{evidence, std::string(kPlainAsTls), istio::text(spoken)};
  }
  return {};
}

MaybeMisfit misfit_of_number(Protocol declared, std::int32_t target) {
  const auto known = std::find_if(kNotHttp.begin(), kNotHttp.end(),
                                  [&](const auto& entry) { return entry.first == target; });
  if (istio::is_http(declared) && known != kNotHttp.end()) {
    return Misfit{fmt::format("{} is the port of {}", target, known->second),
                  std::string(kNotReadable), "tcp"};
  }
  if (istio::is_http(declared) && (target == 443 || target == 8443)) {
    return Misfit{fmt::format("{} is a port for TLS", target), std::string(kTlsAsHttp), "https"};
  }
  if (istio::is_tls(declared) && (target == 80 || target == 8080)) {
    return Misfit{fmt::format("{} is a port for plaintext HTTP", target), std::string(kPlainAsTls),
                  "http"};
  }
  return {};
}

// The port of the pods that requests reach, as the first pod declares it; nullptr if it does not.
const ContainerPort* declared_target(const std::vector<const Pod*>& pods, const ServicePort& port) {
  for (const Pod* pod : pods) {
    const auto target = istio::target_port_in(*pod, port);
    for (const ContainerPort* declared : istio::declared_ports(*pod, port.protocol)) {
      if (target == declared->container_port) {
        return declared;
      }
    }
  }
  return nullptr;
}

bool declare_any(const std::vector<const Pod*>& pods, const ServicePort& port) {
  return std::any_of(pods.begin(), pods.end(), [&](const Pod* pod) {
    return !istio::declared_ports(*pod, port.protocol).empty();
  });
}

// The number that says what the pods speak: theirs; that of the Service if only the pods' names are
// known.
std::int32_t telling_number(const ServicePort& port, const ContainerPort* declared) {
  if (declared != nullptr) {
    return declared->container_port;
  }
  return port.target_port.number != 0 ? port.target_port.number : port.port;
}

}  // namespace

std::optional<Misfit> find_misfit(const std::vector<const Pod*>& pods, const ServicePort& port) {
  const istio::ProtocolChoice choice = istio::protocol_of(port);
  MaybeMisfit misfit = misfit_of_l4(port);
  if (misfit || choice.protocol == Protocol::Auto || choice.protocol == Protocol::UDP) {
    return misfit;
  }
  const ContainerPort* declared = declared_target(pods, port);
  // A container port's own name, where it names a protocol, is better evidence than any number.
  if (declared != nullptr && istio::protocol_named(declared->name) != Protocol::Auto) {
    return misfit_of_container_port(choice.protocol, declared->name);
  }
  // A target that the pods do not declare may be the wrong one: PORT006 or PORT007 speaks.
  const bool is_doubtful = declared == nullptr && declare_any(pods, port);
  return is_doubtful ? MaybeMisfit()
                     : misfit_of_number(choice.protocol, telling_number(port, declared));
}

}  // namespace mesh::ports
