// SPDX-License-Identifier: Apache-2.0
// Istio's configuration inside ConfigMaps: MeshConfig (GEN-1) and the injector's (INJ-13, INJ-14).
#include "common/load/embedded_config.h"

#include "common/load/fields_pods.h"
#include "common/load/fields_proxy_config.h"
#include "common/load/x509.h"
#include "common/load/yaml_to_json.h"

namespace mesh::load {

namespace {

// A template's text without what is computed: `{{ … }}`.
std::string without_actions(std::string_view text) {
  std::string out;
  for (std::size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{")) {
    out += text.substr(0, open);
    const std::size_t close = text.find("}}", open);
    text = close == std::string_view::npos ? std::string_view() : text.substr(close + 2);
  }
  return out + std::string(text);
}

PodTemplate read_template(StringPool& pool, std::string_view text) {
  PodTemplate out;
  const YamlDocument document = yaml_to_json(without_actions(text));
  const simdjson::padded_string json(document.json);
  std::vector<ReadIssue> issues;
  JsonReader reader(pool, issues);
  simdjson::ondemand::parser parser;
  try {
    simdjson::ondemand::document root = parser.iterate(json);
    reader.read_fields(root.get_object().value(), out);
  } catch (const simdjson::simdjson_error&) {
    return {};
  }
  return out;
}

}  // namespace

template <>
struct CustomReader<InjectionTemplates> {
  static void from_json(JsonReader& reader, JsonReader::Value value, InjectionTemplates& out) {
    reader.for_each_entry(value, [&](std::string_view name, JsonReader::Value entry) {
      if (const auto text = reader.read_string(entry)) {
        const PodTemplate pod =
            is_shipped_template(name) ? PodTemplate{} : read_template(reader.pool(), *text);
        out.entries.push_back({name, pod});
      }
    });
  }
};

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
      field("discoverySelectors", &MeshConfig::discovery_selectors),
      field("defaultConfig", &MeshConfig::default_config),
      field("enablePrometheusMerge", &MeshConfig::enable_prometheus_merge));
};

template <>
struct FieldsOf<InjectorConfig> {
  static constexpr auto kFields = fields(
      field("policy", &InjectorConfig::policy),
      field("neverInjectSelector", &InjectorConfig::never_inject_selector),
      field("alwaysInjectSelector", &InjectorConfig::always_inject_selector),
      field("revision", &InjectorConfig::revision), field("templates", &InjectorConfig::templates),
      field("defaultTemplates", &InjectorConfig::default_templates),
      field("aliases", &InjectorConfig::aliases),
      group("global", kJsonOnly, field("caAddress", &InjectorConfig::ca_address),
            group("proxy", kJsonOnly, field("privileged", &InjectorConfig::privileged),
                  group("seccompProfile", kJsonOnly,
                        field("type", &InjectorConfig::seccomp_profile)))),
      group("pilot", kJsonOnly,
            group("cni", kJsonOnly, field("enabled", &InjectorConfig::cni_enabled)),
            group("env", kJsonOnly,
                  field("ENABLE_NATIVE_SIDECARS", &InjectorConfig::native_sidecars))),
      group("istio_cni", kJsonOnly, field("enabled", &InjectorConfig::cni_enabled)),
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
