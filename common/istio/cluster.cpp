// SPDX-License-Identifier: Apache-2.0
#include "common/istio/cluster.h"

#include "common/istio/automatic_mtls.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr std::string_view kPassthrough = "PASSTHROUGH";

ClusterType type_of(const MeshService& service, bool for_gateway, bool by_policy) {
  if (by_policy) {
    return ClusterType::OriginalDst;
  }
  switch (service.resolution) {
    case Resolution::Dns:
    case Resolution::DnsRoundRobin:
      return ClusterType::Dns;
    case Resolution::Passthrough:
      return for_gateway ? ClusterType::Eds : ClusterType::OriginalDst;
    case Resolution::Balanced:
    case Resolution::Alias:
      break;
  }
  return ClusterType::Eds;
}

// MTLS-33: a sidecar gets no credential from a rule that selects no workloads.
bool loses_credential(const ClientTls& tls, bool for_gateway) {
  const ClientTlsSettings& settings = *tls.settings;
  return !for_gateway && !settings.credential_name.empty() &&
         !settings.credential_name.starts_with("configmap://") && !tls.rule->workload_selector;
}

ClusterTls tls_by_rule(const ClientTls& tls, bool for_gateway) {
  switch (tls.settings->effective_mode()) {
    case ClientTlsMode::DISABLE:
      return ClusterTls::Plaintext;
    case ClientTlsMode::ISTIO_MUTUAL:
      return ClusterTls::IstioMtls;
    case ClientTlsMode::SIMPLE:
      return loses_credential(tls, for_gateway) ? ClusterTls::Plaintext : ClusterTls::Simple;
    case ClientTlsMode::MUTUAL:
      return loses_credential(tls, for_gateway) ? ClusterTls::Plaintext : ClusterTls::Mutual;
  }
  return ClusterTls::Plaintext;
}

class Resolver {
 public:
  Resolver(const ProxyScope& scope, const ClusterName& name, const Dialled& dialled)
      : scope_(scope), dialled_(dialled) {
    cluster_.name = name;
  }

  Cluster run() {
    const ImportedService* imported = scope_.find_service(cluster_.name.host);
    if (imported == nullptr || imported->service->resolution == Resolution::Alias) {
      return missing("the proxy knows no host {}", cluster_.name.host);
    }
    cluster_.service = imported->service;
    port_ = imported->find_port(cluster_.name.port);
    if (port_ == nullptr || port_->protocol == Protocol::UDP) {
      return missing("{} has no port {}", cluster_.name.host, cluster_.name.port);
    }
    rules_ = scope_.destination_rules(*imported->service);
    cluster_.rule = rules_.empty() ? nullptr : rules_.rules.front();
    if (!find_subset()) {
      return missing("no DestinationRule that applies defines subset {} of {}",
                     cluster_.name.subset, cluster_.name.host);
    }
    all_endpoints_ = upstream_endpoints(scope_.index(), *imported->service, *port_);
    choose_type();
    choose_tls();
    fill_endpoints();
    const bool needs_endpoints = cluster_.type == ClusterType::Dns;
    if (needs_endpoints && cluster_.endpoints.empty()) {
      return missing("{} has no endpoints", cluster_.name.host);
    }
    cluster_.exists = true;
    return std::move(cluster_);
  }

 private:
  template <typename... Args>
  Cluster missing(fmt::format_string<Args...> format, Args&&... args) {
    cluster_.missing = fmt::format(format, std::forward<Args>(args)...);
    return std::move(cluster_);
  }

  bool find_subset() {
    if (cluster_.name.subset.empty()) {
      return true;
    }
    const auto entry = rules_.find_subset(cluster_.name.subset);
    if (entry) {
      subset_ = &entry->subset();
    }
    return entry.has_value();
  }

  void choose_type() {
    const LoadBalancerSettings* balancer =
        load_balancer(rules_, cluster_.name.port, cluster_.name.subset);
    const LoadBalancerSettings* whole = load_balancer(rules_, cluster_.name.port);
    const auto passes = [](const LoadBalancerSettings* each) {
      return each != nullptr && each->simple == kPassthrough;
    };
    cluster_.type =
        type_of(*cluster_.service, scope_.is_gateway(), passes(balancer) || passes(whole));
  }

  void choose_tls() {
    cluster_.tls_source = client_tls(rules_, cluster_.name.port, cluster_.name.subset);
    cluster_.automatic_tls = automatic_tls();
    cluster_.tls = cluster_.tls_source.settings != nullptr
                       ? tls_by_rule(cluster_.tls_source, scope_.is_gateway())
                       : cluster_.automatic_tls;
  }

  ClusterTls automatic_tls() const {
    if (!uses_mtls(automatic_mtls(scope_.snapshot(), *cluster_.service, rules_, subset_,
                                  all_endpoints_))) {
      return ClusterTls::Plaintext;
    }
    return cluster_.type == ClusterType::OriginalDst ? ClusterTls::IstioMtls : ClusterTls::Auto;
  }

  ClusterTls tls_to(const UpstreamEndpoint& endpoint) const {
    if (cluster_.tls != ClusterTls::Auto) {
      return cluster_.tls;
    }
    const ClientTlsSettings* marks = cluster_.tls_source.endpoint_settings;
    const bool allowed = marks == nullptr || marks->effective_mode() == ClientTlsMode::ISTIO_MUTUAL;
    return allowed && endpoint.speaks_mtls ? ClusterTls::IstioMtls : ClusterTls::Plaintext;
  }

  void fill_endpoints() {
    if (cluster_.type == ClusterType::OriginalDst) {
      cluster_.endpoints.push_back({dialled_endpoint(), cluster_.tls});
      return;
    }
    for (const UpstreamEndpoint& endpoint : all_endpoints_) {
      if (takes_part(endpoint)) {
        cluster_.endpoints.push_back({endpoint, tls_to(endpoint)});
      }
    }
  }

  bool takes_part(const UpstreamEndpoint& endpoint) const {
    if (subset_ != nullptr && !endpoint.labels.contains_all(subset_->labels)) {
      return false;
    }
    const Service* service = cluster_.service->service;
    if (service != nullptr && service->internal_traffic_policy == "Local" &&
        endpoint.node != scope_.pod().spec.node_name) {
      return false;  // PORT-35
    }
    // PORT-33
    const OutlierDetection* outlier =
        outlier_detection(rules_, cluster_.name.port, cluster_.name.subset);
    const bool hides_unhealthy = outlier != nullptr && outlier->min_health_percent.value_or(0) > 0;
    return endpoint.is_healthy || !hides_unhealthy;
  }

  UpstreamEndpoint dialled_endpoint() const {
    UpstreamEndpoint out;
    out.address = dialled_.address;
    out.port = dialled_.port;
    if (cluster_.service->entry != nullptr &&
        cluster_.service->resolution == Resolution::Passthrough &&
        port_->entry_port->target_port.value_or(0) != 0) {
      out.port = *port_->entry_port->target_port;
    }
    for (const Pod& pod : scope_.snapshot().pods()) {
      if (!dialled_.address.empty() && pod.status.pod_ip == dialled_.address &&
          !pod.spec.host_network) {
        out.pod = &pod;
      }
    }
    return out;
  }

  const ProxyScope& scope_;
  const Dialled& dialled_;
  Cluster cluster_;
  const MeshPort* port_ = nullptr;
  const Subset* subset_ = nullptr;
  SelectedRules rules_;
  std::vector<UpstreamEndpoint> all_endpoints_;
};

}  // namespace

std::string_view text(ClusterType type) {
  switch (type) {
    case ClusterType::Eds:
      return "eds";
    case ClusterType::OriginalDst:
      return "original_dst";
    case ClusterType::Dns:
      return "dns";
    case ClusterType::Static:
      return "static";
  }
  return {};
}

std::string_view text(ClusterTls tls) {
  switch (tls) {
    case ClusterTls::Auto:
      return "auto";
    case ClusterTls::Plaintext:
      return "plaintext";
    case ClusterTls::IstioMtls:
      return "istio_mtls";
    case ClusterTls::Simple:
      return "simple";
    case ClusterTls::Mutual:
      return "mutual";
  }
  return {};
}

bool Cluster::is_changed_by_rule() const {
  if (tls_source.settings == nullptr || tls == automatic_tls) {
    return false;
  }
  return tls != ClusterTls::Plaintext || automatic_tls != ClusterTls::Auto ||
         std::any_of(endpoints.begin(), endpoints.end(),
                     [](const ClusterEndpoint& each) { return each.endpoint.speaks_mtls; });
}

std::vector<const ClusterEndpoint*> Cluster::healthy() const {
  std::vector<const ClusterEndpoint*> out;
  for (const ClusterEndpoint& each : endpoints) {
    if (each.endpoint.is_healthy) {
      out.push_back(&each);
    }
  }
  return out;
}

Cluster resolve_cluster(const ProxyScope& scope, const ClusterName& name, const Dialled& dialled) {
  return Resolver(scope, name, dialled).run();
}

}  // namespace mesh::istio
