// SPDX-License-Identifier: Apache-2.0
// Istio's configuration inside ConfigMaps: MeshConfig (GEN-1) and the injector's (INJ-13, INJ-14).
#include "common/load/embedded_config.h"

#include "common/load/fields_meta.h"
#include "common/load/json_reader.h"
#include "common/load/x509.h"
#include "common/load/yaml_to_json.h"

namespace mesh::load {

template <>
struct FieldsOf<MeshConfig> {
  static constexpr auto kFields = fields(
      field("rootNamespace", &MeshConfig::root_namespace),
      field("trustDomain", &MeshConfig::trust_domain),
      field("enableAutoMtls", &MeshConfig::enable_auto_mtls),
      field("defaultServiceExportTo", &MeshConfig::default_service_export_to),
      field("defaultVirtualServiceExportTo", &MeshConfig::default_virtual_service_export_to),
      field("defaultDestinationRuleExportTo", &MeshConfig::default_destination_rule_export_to),
      group("outboundTrafficPolicy", kJsonOnly,
            field("mode", &MeshConfig::outbound_traffic_policy)),
      field("discoverySelectors", &MeshConfig::discovery_selectors));
};

template <>
struct FieldsOf<InjectorConfig> {
  static constexpr auto kFields = fields(
      field("policy", &InjectorConfig::policy),
      field("neverInjectSelector", &InjectorConfig::never_inject_selector),
      field("alwaysInjectSelector", &InjectorConfig::always_inject_selector),
      field("revision", &InjectorConfig::revision),
      group("global", kJsonOnly, field("caAddress", &InjectorConfig::ca_address)),
      group("sidecarInjectorWebhook", kJsonOnly,
            field("enableNamespacesByDefault", &InjectorConfig::enable_namespaces_by_default)));
};

namespace {

// The document over what `out` already holds: `config` and `values` describe one injector.
template <typename T>
void read_document(StringPool& pool, std::string_view text, std::optional<T>& out) {
  const simdjson::padded_string json(yaml_to_json(text).json);
  std::vector<ReadIssue> issues;
  JsonReader reader(pool, issues);
  simdjson::ondemand::parser parser;
  try {
    T value = out.value_or(T{});
    simdjson::ondemand::document document = parser.iterate(json);
    reader.read_fields(document.get_object().value(), value);
    out = std::move(value);
  } catch (const simdjson::simdjson_error&) {
    return;
  }
}

}  // namespace

void read_config_entry(StringPool& pool, std::string_view key, std::string_view text,
                       ConfigMapData& out) {
  out.keys.push_back(pool.intern(key));
  if (key == "mesh") {
    read_document(pool, text, out.mesh_config);
  } else if (key == "config" || key == "values") {
    read_document(pool, text, out.injector_config);
  } else if (key == "root-cert.pem") {
    out.root_certificate = parse_pem(text);
  }
}

}  // namespace mesh::load
