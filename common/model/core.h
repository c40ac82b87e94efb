// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/certificate.h"
#include "common/model/labels.h"
#include "common/model/mesh_config.h"
#include "common/model/object.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

struct Namespace : Object {
  std::string_view phase;
};

// One entry of a Secret's `data` or `stringData`.
struct SecretEntry {
  std::string_view key;
  PemData pem;
};

// `data`: values in base64 (JSON) or as bytes (protobuf).
struct SecretData {
  std::vector<SecretEntry> entries;
};

// `stringData`: values as they are; manifests only.
struct SecretStringData {
  std::vector<SecretEntry> entries;
};

// A Secret without its secrets: see PemData.
struct Secret : Object {
  std::string_view type;
  SecretData data;
  SecretStringData string_data;  // beats `data`

  // The entry under `key` that is not empty (CRT-2: empty values are missing); nullptr if none.
  const SecretEntry* find(std::string_view key) const;
  // All keys, sorted, those with empty values too.
  std::vector<std::string_view> keys() const;
  // "data" or "stringData": where `entry`, which find() gave, stands.
  std::string_view section_of(const SecretEntry& entry) const;
};

// What the mesh keeps in ConfigMaps: `mesh` (MeshConfig), `config` and `values` (the injector's),
// `root-cert.pem`. Of all others only the key is read.
struct ConfigMapData {
  std::vector<std::string_view> keys;
  std::optional<MeshConfig> mesh_config;
  std::optional<InjectorConfig> injector_config;
  std::optional<PemData> root_certificate;
};

struct ConfigMap : Object {
  ConfigMapData data;
};

struct WebhookService {
  std::string_view ns;
  std::string_view name;
  std::string_view path;
  std::int32_t port = 443;
};

// Certificates in base64 (JSON) or as bytes (protobuf).
struct CaBundle {
  PemData pem;
};

struct WebhookRule {
  std::vector<std::string_view> operations;
  std::vector<std::string_view> api_groups;
  std::vector<std::string_view> resources;
};

struct MutatingWebhook {
  std::string_view name;
  std::string_view url;
  std::optional<WebhookService> service;
  CaBundle ca_bundle;
  std::vector<WebhookRule> rules;
  std::string_view failure_policy;  // empty means Fail
  std::int32_t timeout_seconds = 10;
  std::string_view reinvocation_policy;  // empty means Never
  LabelSelector namespace_selector;
  LabelSelector object_selector;
};

struct MutatingWebhookConfiguration : Object {
  std::vector<MutatingWebhook> webhooks;
};

// Of these only what istiod writes into them is read: it tells that istiod's root certificate.
struct ValidatingWebhook {
  std::string_view name;
  CaBundle ca_bundle;
};

struct ValidatingWebhookConfiguration : Object {
  std::vector<ValidatingWebhook> webhooks;
};

struct Node : Object {
  std::string_view kubelet_version;  // status.nodeInfo: "v1.33.2"
};

}  // namespace mesh
