// SPDX-License-Identifier: Apache-2.0
#include "common/istio/validate_common.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

constexpr std::string_view kUnixPrefix = "unix://";

std::string invalid_host(std::string_view host) {
  return host.empty() ? "the host is empty" : fmt::format("\"{}\" is not a valid host name", host);
}

constexpr std::string_view kHostRemedy =
    "write a host name of letters, digits, '-' and '.', with '*' as its first label at most";

// The part behind the namespace.
void check_dns_name(std::string_view name, HostsOf owner, const FieldPath& path, Violations& out) {
  const bool is_address = owner == HostsOf::Gateway && is_ip_address(name);
  if (!is_wildcard_domain(name) && !is_address) {
    out.push_back({path, invalid_host(name), std::string(kHostRemedy)});
  } else if (name != "*" && name.find('.') == std::string_view::npos) {
    out.push_back(
        {path, fmt::format("\"{}\" is a short name, and here only full host names count", name),
         fmt::format("write the full host name, for example {}.default.svc.cluster.local", name)});
  } else if (is_partial_wildcard(name)) {
    out.push_back({path, fmt::format("\"{}\" has a wildcard that is only part of a label", name),
                   "let '*' be the whole first label, for example *.example.com"});
  }
}

}  // namespace

void check_wildcard_domain(std::string_view host, const FieldPath& path, Violations& out) {
  if (!is_wildcard_domain(host)) {
    out.push_back({path, invalid_host(host), std::string(kHostRemedy)});
  }
}

void check_namespaced_host(std::string_view host, HostsOf owner, const FieldPath& path,
                           Violations& out) {
  const std::size_t slash = host.find('/');
  if (slash == std::string_view::npos) {
    if (owner == HostsOf::Gateway) {
      check_dns_name(host, owner, path, out);
    } else {
      out.push_back(
          {path, fmt::format("\"{}\" has no namespace in front", host),
           fmt::format("write namespace/host: ./{0} for the Sidecar's own namespace, */{0} for any",
                       host)});
    }
    return;
  }
  const std::string_view ns = host.substr(0, slash);
  const bool is_special = ns == "*" || ns == "." || (ns == "~" && owner == HostsOf::Sidecar);
  if (!is_special && !is_dns_label(ns)) {
    out.push_back({path, fmt::format("\"{}\" is not the name of a namespace", ns),
                   "write a namespace, or '.' or '*', in front of the slash"});
    return;
  }
  check_dns_name(host.substr(slash + 1), owner, path, out);
}

void check_port(std::optional<std::int64_t> number, const FieldPath& path, Violations& out) {
  if (!is_port_number(number.value_or(0))) {
    out.push_back({path,
                   number ? fmt::format("port {} is not between 1 and 65535", *number)
                          : std::string("the port has no number"),
                   "set a port number between 1 and 65535"});
  }
}

void check_optional_port(std::optional<std::int64_t> number, const FieldPath& path,
                         Violations& out) {
  if (number.value_or(0) != 0) {
    check_port(number, path, out);
  }
}

void check_port_name(std::string_view name, const FieldPath& path, Violations& out) {
  if (!is_dns_label(name)) {
    out.push_back({path,
                   name.empty() ? std::string("the port has no name")
                                : fmt::format("\"{}\" is not a valid port name", name),
                   "name the port with letters, digits and '-', 63 characters at most"});
  }
}

void check_protocol(std::string_view protocol, const FieldPath& path, Violations& out) {
  if (!protocol.empty() && !is_known_protocol(protocol)) {
    out.push_back({path, fmt::format("\"{}\" is not a protocol that Istio knows", protocol),
                   "use HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TLS, TCP, MONGO, REDIS or MYSQL"});
  }
}

void check_labels(const Labels& labels, const FieldPath& path, Violations& out) {
  for (const auto& [key, value] : labels) {
    if (!is_label_key(key)) {
      out.push_back(
          {path.with(key), fmt::format("\"{}\" is not a valid label key", key), "correct the key"});
    } else if (!is_label_value(value)) {
      out.push_back({path.with(key), fmt::format("\"{}\" is not a valid value of a label", value),
                     "use letters, digits, '-', '_' and '.' only"});
    }
  }
}

void check_selector(const Labels& labels, const FieldPath& path, Violations& out) {
  for (const auto& [key, value] : labels) {
    if (key.empty()) {
      out.push_back({path, "the selector has an empty key", "name the label"});
    } else if (key.find('*') != std::string_view::npos ||
               value.find('*') != std::string_view::npos) {
      out.push_back(
          {path.with(key),
           fmt::format(
               "the selector has a wildcard ({}={}), and selectors compare letter by letter", key,
               value),
           "select a label that all these workloads share, or remove the selector"});
    }
  }
}

void check_duration(std::string_view text, const FieldPath& path, Violations& out) {
  const auto problem = text.empty() ? std::nullopt : duration_problem(text);
  if (problem) {
    out.push_back({path, fmt::format("\"{}\" {}", text, *problem),
                   "set a duration of at least 1ms in whole milliseconds, or remove the field"});
  }
}

void check_percent(double value, const FieldPath& path, Violations& out) {
  if (value < 0 || value > 100) {
    out.push_back(
        {path, fmt::format("{} is not a percentage between 0 and 100", value), "set 0 to 100"});
  }
}

void check_subnets(std::span<const std::string_view> subnets, const FieldPath& path,
                   Violations& out) {
  for (std::size_t i = 0; i < subnets.size(); ++i) {
    if (!is_ip_subnet(subnets[i])) {
      out.push_back({path.with(i),
                     fmt::format("\"{}\" is neither an IP address nor a block of them", subnets[i]),
                     "write an address (10.0.0.1) or a block (10.0.0.0/8)"});
    }
  }
}

void check_ip_address(std::string_view address, const FieldPath& path, Violations& out) {
  if (!is_ip_address(address)) {
    out.push_back(
        {path, fmt::format("\"{}\" is not an IP address", address), "write an IP address"});
  }
}

void check_unix_address(std::string_view address, const FieldPath& path, Violations& out) {
  if (!is_unix_path(unix_path(address).value_or(address))) {
    out.push_back({path, fmt::format("\"{}\" does not lead to a unix socket", address),
                   "write unix:// and the absolute path of the socket"});
  }
}

void check_gateway_names(std::span<const std::string_view> names, const FieldPath& path,
                         Violations& out) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t slash = names[i].find('/');
    if (slash == std::string_view::npos) {
      if (!is_fqdn(names[i])) {
        out.push_back(
            {path.with(i), fmt::format("\"{}\" is not a valid name of a Gateway", names[i]),
             "write namespace/name, or the name alone for a Gateway in the same namespace"});
      }
      return;
    }
    if (!is_dns_label(names[i].substr(0, slash)) || !is_dns_label(names[i].substr(slash + 1))) {
      out.push_back({path.with(i), fmt::format("\"{}\" is not namespace/name", names[i]),
                     "write namespace/name with the names of both"});
    }
  }
}

void check_export_to(std::span<const std::string_view> export_to, std::string_view ns,
                     NobodyAllowed nobody, const FieldPath& path, Violations& out) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < export_to.size(); ++i) {
    const std::string_view entry = export_to[i];
    const bool is_nobody = entry == "~" && nobody == NobodyAllowed::Yes;
    if (entry != "*" && entry != "." && !is_nobody && !is_dns_label(entry)) {
      out.push_back({path.with(i), fmt::format("\"{}\" is not a namespace", entry),
                     "name a namespace, or '.' for the object's own, or '*' for all"});
    } else if (!seen.insert(entry == "." ? ns : entry).second) {
      out.push_back({path.with(i),
                     fmt::format("\"{}\" names a namespace that is listed already", entry),
                     "remove the entry"});
    } else if (export_to.size() > 1 && (entry == "*" || entry == "~")) {
      out.push_back({path.with(i), fmt::format("\"{}\" stands beside other entries", entry),
                     fmt::format("leave \"{}\" alone in the list, or remove it", entry)});
    }
  }
}

void check_destination(const Destination& destination, const FieldPath& path, Violations& out) {
  if (destination.host == "*") {
    out.push_back({path.with("host"), "the destination is \"*\", which is no host", "name a host"});
  } else {
    check_wildcard_domain(destination.host, path.with("host"), out);
  }
  if (!destination.subset.empty() && !is_dns_label(destination.subset)) {
    out.push_back({path.with("subset"),
                   fmt::format("\"{}\" is not a valid subset name", destination.subset),
                   "use letters, digits and '-' only"});
  }
  if (destination.port) {
    check_port(destination.port->number, path.with("port", "number"), out);
  }
}

std::optional<std::string_view> unix_path(std::string_view address) {
  return address.starts_with(kUnixPrefix) ? std::optional(address.substr(kUnixPrefix.size()))
                                          : std::nullopt;
}

bool is_valid_host(std::string_view host) {
  return is_wildcard_domain(host) || is_ip_address(host);
}

bool is_valid_server_host(std::string_view host) {
  Violations violations;
  check_namespaced_host(host, HostsOf::Gateway, FieldPath(), violations);
  return violations.empty();
}

bool is_valid_gateway_name(const VirtualService& virtual_service, std::size_t index) {
  Violations violations;
  check_gateway_names(virtual_service.gateways, FieldPath(), violations);
  const std::string entry = FieldPath().with(index).text();
  return std::none_of(violations.begin(), violations.end(),
                      [&](const Violation& violation) { return violation.field.text() == entry; });
}

}  // namespace mesh::istio
