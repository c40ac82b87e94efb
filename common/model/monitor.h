// SPDX-License-Identifier: Apache-2.0
//
// What tells Prometheus what to scrape: the Prometheus operator's ServiceMonitor and PodMonitor,
// and Google's managed PodMonitoring and ClusterPodMonitoring.
#pragma once

#include "common/model/int_or_string.h"
#include "common/model/object.h"

#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

// In whose namespaces a monitor looks; absent: in its own.
struct MonitorNamespaces {
  bool any = false;
  std::vector<std::string_view> match_names;
};

struct ScrapeCertificate {};

// Of a client certificate only whether there is one, by file or by reference.
struct ScrapeTls {
  std::string_view cert_file;
  std::optional<ScrapeCertificate> cert;

  bool has_certificate() const { return !cert_file.empty() || cert; }
};

struct ScrapeEndpoint {
  IntOrString port;  // a Service's or container's port
  std::optional<std::int32_t> port_number;
  IntOrString target_port;  // a container's port
  std::string_view scheme;  // empty means http
  std::optional<ScrapeTls> tls;
};

struct Monitor : Object {
  LabelSelector selector;  // empty: everything
  std::optional<MonitorNamespaces> namespaces;
  std::vector<ScrapeEndpoint> endpoints;
};

// One type for each kind, because their fields have different names.
struct ServiceMonitor : Monitor {};

struct PodMonitor : Monitor {};

struct PodMonitoring : Monitor {};

struct ClusterPodMonitoring : Monitor {};

}  // namespace mesh
