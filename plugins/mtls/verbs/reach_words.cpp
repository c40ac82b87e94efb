// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/verbs/reach_words.h"

namespace mesh::mtls {
namespace {

using print::JsonWriter;

void member_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void write_endpoint(JsonWriter& json, const istio::ReachedEndpoint& endpoint) {
  json.begin_object();
  json.member("address", endpoint.address);
  json.key("port");
  json.number(endpoint.port);
  member_or_null(json, "pod", endpoint.pod == nullptr ? "" : endpoint.pod->ref.qualified_name());
  json.member("wire", istio::text(endpoint.wire));
  json.member("outcome", istio::outcome_text(endpoint));
  json.end_object();
}

}  // namespace

void write_reach(JsonWriter& json, const istio::Reach& reach, istio::AppProtocol protocol) {
  const std::string outcome = istio::outcome_text(reach);
  json.member("outcome", outcome);
  member_or_null(json, "wire", istio::wire_text(reach));
  json.member("via", istio::via_text(reach));
  json.member_if_any("symptom", istio::symptom_of(outcome, protocol, reach.has_proxy));
  json.key("endpoints");
  json.begin_array();
  for (const istio::ReachedEndpoint& endpoint : reach.endpoints) {
    write_endpoint(json, endpoint);
  }
  json.end_array();
}

}  // namespace mesh::mtls
