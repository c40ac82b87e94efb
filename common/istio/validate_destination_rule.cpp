// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, DestinationRule: traffic policies of the rule, its subsets and ports.
#include "common/istio/validate_common.h"
#include "common/istio/validate_load_balancer.h"

#include <fmt/format.h>

#include <set>

namespace mesh::istio {
namespace {

constexpr std::string_view kConfigMapPrefix = "configmap://";

void check_outlier_detection(const OutlierDetection& outlier, const FieldPath& path,
                             Violations& out) {
  if (outlier.consecutive_local_origin_failures.value_or(0) > 0 &&
      !outlier.split_external_local_origin_errors.value_or(false)) {
    out.push_back({path.with("consecutiveLocalOriginFailures"),
                   "consecutiveLocalOriginFailures is set without splitExternalLocalOriginErrors",
                   "set splitExternalLocalOriginErrors to true"});
  }
  check_duration(outlier.base_ejection_time, path.with("baseEjectionTime"), out);
  check_duration(outlier.interval, path.with("interval"), out);
  check_percent(static_cast<double>(outlier.max_ejection_percent.value_or(0)),
                path.with("maxEjectionPercent"), out);
  check_percent(static_cast<double>(outlier.min_health_percent.value_or(0)),
                path.with("minHealthPercent"), out);
}

// Nothing to verify with where verification is off.
void check_skipped_verification(const ClientTlsSettings& tls, const FieldPath& path,
                                Violations& out) {
  const bool is_simple = tls.effective_mode() == ClientTlsMode::SIMPLE;
  const std::string_view field = !tls.ca_certificates.empty()                ? "caCertificates"
                                 : !tls.subject_alt_names.empty()            ? "subjectAltNames"
                                 : is_simple && !tls.credential_name.empty() ? "credentialName"
                                                                             : "";
  if (!field.empty()) {
    out.push_back({path.with(field),
                   fmt::format("{} is set, and insecureSkipVerify turns verification off", field),
                   fmt::format("remove insecureSkipVerify, or {}", field)});
  }
}

void check_credential(const DestinationRule& rule, const ClientTlsSettings& tls,
                      const FieldPath& path, Violations& out) {
  for (const auto& [field, value] :
       {std::pair("clientCertificate", tls.client_certificate),
        std::pair("privateKey", tls.private_key), std::pair("caCertificates", tls.ca_certificates),
        std::pair("caCrl", tls.ca_crl)}) {
    if (!value.empty()) {
      out.push_back({path.with(field), fmt::format("{} is set beside credentialName", field),
                     fmt::format("keep one of credentialName and {}", field)});
      return;
    }
  }
  if (tls.credential_name.starts_with(kConfigMapPrefix)) {
    const std::string_view name = tls.credential_name.substr(kConfigMapPrefix.size());
    const std::size_t slash = name.find('/');
    if (slash != std::string_view::npos && name.substr(0, slash) != rule.ref.ns) {
      out.push_back(
          {path.with("credentialName"),
           fmt::format("the ConfigMap is in namespace \"{}\", not in the DestinationRule's",
                       name.substr(0, slash)),
           fmt::format("name a ConfigMap of namespace {}", rule.ref.ns)});
    }
  }
}

void check_client_tls(const DestinationRule& rule, const ClientTlsSettings& tls,
                      const FieldPath& path, Violations& out) {
  const bool is_mutual = tls.effective_mode() == ClientTlsMode::MUTUAL;
  if (!is_mutual && tls.effective_mode() != ClientTlsMode::SIMPLE) {
    return;
  }
  if (tls.insecure_skip_verify.value_or(false)) {
    check_skipped_verification(tls, path, out);
  }
  if (!tls.credential_name.empty()) {
    check_credential(rule, tls, path, out);
  } else if (is_mutual && (tls.client_certificate.empty() || tls.private_key.empty())) {
    const std::string_view missing =
        tls.client_certificate.empty() ? "clientCertificate" : "privateKey";
    out.push_back({path.with(missing), fmt::format("mode MUTUAL has no {}", missing),
                   fmt::format("set {}, or credentialName instead of the files", missing)});
  }
}

// What a policy and the policy of one port have in common.
template <typename Policy>
void check_settings(const DestinationRule& rule, const Policy& policy, const FieldPath& path,
                    Violations& out) {
  if (policy.outlier_detection) {
    check_outlier_detection(*policy.outlier_detection, path.with("outlierDetection"), out);
  }
  if (policy.connection_pool) {
    check_connection_pool(*policy.connection_pool, path.with("connectionPool"), out);
  }
  if (policy.load_balancer) {
    check_load_balancer(*policy.load_balancer, path.with("loadBalancer"), out);
  }
  if (policy.tls) {
    check_client_tls(rule, *policy.tls, path.with("tls"), out);
  }
}

template <typename Policy>
bool has_settings(const Policy& policy) {
  return policy.outlier_detection || policy.connection_pool || policy.load_balancer || policy.tls;
}

void check_port_policy(const DestinationRule& rule, const PortTrafficPolicy& policy,
                       const FieldPath& path, Violations& out) {
  if (!policy.port) {
    out.push_back(
        {path.with("port"), "the settings name no port", "set port.number to a port of the host"});
  }
  if (!has_settings(policy)) {
    out.push_back(
        {path, "the entry has no settings for its port",
         "add tls, loadBalancer, connectionPool or outlierDetection, or remove the entry"});
  }
  check_settings(rule, policy, path, out);
}

void check_traffic_policy(const DestinationRule& rule, const TrafficPolicy& policy,
                          const FieldPath& path, Violations& out) {
  if (!has_settings(policy) && policy.port_level_settings.empty() && !policy.tunnel &&
      !policy.proxy_protocol && !policy.retry_budget) {
    out.push_back({path, "trafficPolicy has no setting", "add a setting, or remove trafficPolicy"});
  }
  if (policy.tunnel && policy.proxy_protocol) {
    out.push_back({path.with("proxyProtocol"), "tunnel and proxyProtocol exclude each other",
                   "keep one of tunnel and proxyProtocol"});
  }
  check_settings(rule, policy, path, out);
  for (std::size_t i = 0; i < policy.port_level_settings.size(); ++i) {
    check_port_policy(rule, policy.port_level_settings[i], path.with("portLevelSettings", i), out);
  }
}

void check_subsets(const DestinationRule& rule, Violations& out) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < rule.subsets.size(); ++i) {
    const Subset& subset = rule.subsets[i];
    const FieldPath path("spec", "subsets", i);
    if (!is_dns_label(subset.name)) {
      out.push_back({path.with("name"),
                     subset.name.empty()
                         ? std::string("the subset has no name")
                         : fmt::format("\"{}\" is not a valid subset name", subset.name),
                     "name the subset with letters, digits and '-'"});
    } else if (!names.insert(subset.name).second) {
      out.push_back({path.with("name"),
                     fmt::format("the subset \"{}\" is defined twice", subset.name),
                     "give each subset a name of its own"});
    }
    check_labels(subset.labels, path.with("labels"), out);
    if (subset.traffic_policy) {
      check_traffic_policy(rule, *subset.traffic_policy, path.with("trafficPolicy"), out);
    }
  }
}

// A rule for some clients only holds in its own namespace only.
void check_selective_export(const DestinationRule& rule, Violations& out) {
  for (std::size_t i = 0; i < rule.export_to.size(); ++i) {
    if (rule.export_to[i] != "." && rule.export_to[i] != rule.ref.ns) {
      out.push_back(
          {FieldPath("spec", "exportTo", i),
           fmt::format(
               "a rule with a workloadSelector is exported to \"{}\", beyond its own namespace",
               rule.export_to[i]),
           "set exportTo to [\".\"], or remove workloadSelector"});
      return;
    }
  }
}

}  // namespace

Violations validate(const DestinationRule& destination_rule) {
  Violations out;
  check_wildcard_domain(destination_rule.host, FieldPath("spec", "host"), out);
  if (destination_rule.traffic_policy) {
    check_traffic_policy(destination_rule, *destination_rule.traffic_policy,
                         FieldPath("spec", "trafficPolicy"), out);
  }
  check_subsets(destination_rule, out);
  check_export_to(destination_rule.export_to, destination_rule.ref.ns, NobodyAllowed::No,
                  FieldPath("spec", "exportTo"), out);
  if (destination_rule.workload_selector) {
    check_selector(destination_rule.workload_selector->match_labels,
                   FieldPath("spec", "workloadSelector", "matchLabels"), out);
    check_selective_export(destination_rule, out);
  }
  return out;
}

}  // namespace mesh::istio
