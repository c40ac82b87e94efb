// SPDX-License-Identifier: Apache-2.0
// admissionregistration.k8s.io/v1
#include "common/load/fields_meta.h"
#include "common/load/kind_reader.h"
#include "common/load/secret_bytes.h"

namespace mesh::load {

template <>
struct CustomReader<CaBundle> {
  static void from_json(JsonReader& reader, JsonReader::Value value, CaBundle& out) {
    if (const auto text = reader.read_string(value)) {
      out.pem = pem_from_base64(*text);
    }
  }

  static void from_protobuf(ProtobufReader& /*reader*/, ProtobufReader::Message& message,
                            CaBundle& out) {
    out.pem = pem_from_bytes(ProtobufReader::bytes(message));
  }
};

template <>
struct FieldsOf<WebhookService> {
  static constexpr auto kFields =
      fields(field("namespace", 1, &WebhookService::ns), field("name", 2, &WebhookService::name),
             field("path", 3, &WebhookService::path), field("port", 4, &WebhookService::port));
};

template <>
struct FieldsOf<WebhookRule> {
  static constexpr auto kFields = fields(field("operations", 1, &WebhookRule::operations),
                                         inlined(2, field("apiGroups", 1, &WebhookRule::api_groups),
                                                 field("resources", 3, &WebhookRule::resources)));
};

template <>
struct FieldsOf<MutatingWebhook> {
  static constexpr auto kFields =
      fields(field("name", 1, &MutatingWebhook::name),
             group("clientConfig", 2, field("service", 1, &MutatingWebhook::service),
                   field("caBundle", 2, &MutatingWebhook::ca_bundle),
                   field("url", 3, &MutatingWebhook::url)),
             field("rules", 3, &MutatingWebhook::rules),
             field("failurePolicy", 4, &MutatingWebhook::failure_policy),
             field("namespaceSelector", 5, &MutatingWebhook::namespace_selector),
             field("timeoutSeconds", 7, &MutatingWebhook::timeout_seconds),
             field("reinvocationPolicy", 10, &MutatingWebhook::reinvocation_policy),
             field("objectSelector", 11, &MutatingWebhook::object_selector));
};

template <>
struct FieldsOf<MutatingWebhookConfiguration> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &MutatingWebhookConfiguration::meta),
             field("webhooks", 2, &MutatingWebhookConfiguration::webhooks));
};

template <>
struct FieldsOf<ValidatingWebhook> {
  static constexpr auto kFields =
      fields(field("name", 1, &ValidatingWebhook::name),
             group("clientConfig", 2, field("caBundle", 2, &ValidatingWebhook::ca_bundle)));
};

template <>
struct FieldsOf<ValidatingWebhookConfiguration> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &ValidatingWebhookConfiguration::meta),
             field("webhooks", 2, &ValidatingWebhookConfiguration::webhooks));
};

std::span<const KindReader> admission_readers() {
  static constexpr std::array kReaders{
      kind_reader<MutatingWebhookConfiguration, Kind::MutatingWebhookConfiguration>(),
      kind_reader<ValidatingWebhookConfiguration, Kind::ValidatingWebhookConfiguration>()};
  return kReaders;
}

}  // namespace mesh::load
