// SPDX-License-Identifier: Apache-2.0
#include "common/model/host.h"

#include "common/base/text.h"

#include <algorithm>

namespace mesh {

std::string fully_qualified(std::string_view host, std::string_view resource_ns,
                            std::string_view domain) {
  std::string lower = to_lower(host);
  if (lower.empty() || lower.find('.') != std::string::npos ||
      lower.find(':') != std::string::npos || lower == "*") {
    return lower;
  }
  return lower + "." + std::string(resource_ns) + ".svc." + std::string(domain);
}

bool is_wildcard(std::string_view host) {
  return !host.empty() && host.front() == '*';
}

bool host_covers(std::string_view pattern, std::string_view host) {
  if (!is_wildcard(pattern)) {
    return equals_ignoring_case(pattern, host);
  }
  const std::string_view suffix = pattern.substr(1);
  const std::string_view name = is_wildcard(host) ? host.substr(1) : host;
  return name.size() >= suffix.size() &&
         equals_ignoring_case(name.substr(name.size() - suffix.size()), suffix);
}

bool hosts_overlap(std::string_view a, std::string_view b) {
  return host_covers(a, b) || host_covers(b, a);
}

std::string service_host_meant(std::string_view host, std::string_view domain) {
  if (is_wildcard(host)) {
    return {};
  }
  const std::size_t labels =
      static_cast<std::size_t>(std::count(host.begin(), host.end(), '.')) + 1;
  if (labels == 2) {
    return to_lower(host) + ".svc." + std::string(domain);
  }
  if (labels == 3 && host.ends_with(".svc")) {
    return to_lower(host) + "." + std::string(domain);
  }
  return {};
}

}  // namespace mesh
