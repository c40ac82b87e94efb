// SPDX-License-Identifier: Apache-2.0
#include "plugins/certs/client_credentials.h"

#include "common/istio/gateway_pods.h"

#include <set>

namespace mesh::certs {
namespace {

std::vector<std::string_view> router_namespaces(const Snapshot& snapshot) {
  std::set<std::string_view> namespaces;
  for (const Pod& pod : snapshot.pods()) {
    if (istio::is_router(pod)) {
      namespaces.insert(pod.ref.ns);
    }
  }
  return {namespaces.begin(), namespaces.end()};
}

class Collector {
 public:
  explicit Collector(const Snapshot& snapshot) : routers_(router_namespaces(snapshot)) {}

  void add_rule(const DestinationRule& rule) {
    add_policy(rule, rule.traffic_policy, FieldPath("spec", "trafficPolicy"));
    for (std::size_t i = 0; i < rule.subsets.size(); ++i) {
      add_policy(rule, rule.subsets[i].traffic_policy,
                 FieldPath("spec", "subsets", i, "trafficPolicy"));
    }
  }

  std::vector<ClientCredential> take() { return std::move(out_); }

 private:
  void add_policy(const DestinationRule& rule, const std::optional<TrafficPolicy>& policy,
                  const FieldPath& path) {
    if (!policy) {
      return;
    }
    add_tls(rule, policy->tls, path.with("tls"));
    for (std::size_t i = 0; i < policy->port_level_settings.size(); ++i) {
      add_tls(rule, policy->port_level_settings[i].tls, path.with("portLevelSettings", i, "tls"));
    }
  }

  void add_tls(const DestinationRule& rule, const std::optional<ClientTlsSettings>& tls,
               const FieldPath& path) {
    if (!tls || tls->credential_name.empty()) {
      return;
    }
    out_.push_back({.rule = &rule,
                    .settings = &*tls,
                    .field = path.with("credentialName"),
                    .name = parse_credential_name(tls->credential_name),
                    .namespaces = rule.workload_selector
                                      ? std::vector<std::string_view>{rule.ref.ns}
                                      : routers_});
  }

  std::vector<std::string_view> routers_;
  std::vector<ClientCredential> out_;
};

}  // namespace

std::vector<ClientCredential> client_credentials(const Snapshot& snapshot) {
  Collector collector(snapshot);
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    collector.add_rule(rule);
  }
  return collector.take();
}

}  // namespace mesh::certs
