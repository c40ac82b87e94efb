// SPDX-License-Identifier: Apache-2.0
#include "common/load/pod_annotations.h"

#include "common/load/fields_pods.h"
#include "common/load/fields_proxy_config.h"
#include "common/load/yaml_to_json.h"

#include <fmt/format.h>

namespace mesh::load {

template <>
struct FieldsOf<ContainerOverrides> {
  static constexpr auto kFields =
      fields(field("containers", &ContainerOverrides::containers),
             field("initContainers", &ContainerOverrides::init_containers));
};

template <>
struct FieldsOf<UserVolumeMount> {
  static constexpr auto kFields = fields(field("name", &UserVolumeMount::name),
                                         field("mountPath", &UserVolumeMount::mount_path));
};

namespace {

std::string text_of(const ReadIssue& issue) {
  return fmt::format("{} must be {}, but is {}", issue.field.text(), issue.expected, issue.found);
}

// The whole text is one JSON value.
bool is_json(std::string_view text) {
  simdjson::dom::parser parser;
  return parser.parse(simdjson::padded_string(text)).error() == simdjson::SUCCESS;
}

// Calls read(reader, value) for the value that `json` (which is_json) holds.
template <typename T, typename Read>
EmbeddedDocument<T> read_json(StringPool& pool, std::string_view json, Read&& read) {
  const simdjson::padded_string padded{json};
  std::vector<ReadIssue> issues;
  JsonReader reader(pool, issues);
  simdjson::ondemand::parser parser;
  EmbeddedDocument<T> out;
  T value{};
  try {
    simdjson::ondemand::document document = parser.iterate(padded);
    read(reader, document, value, out.error);
  } catch (const simdjson::simdjson_error& error) {
    out.error = error.what();
  }
  if (out.error.empty() && !issues.empty()) {
    out.error = text_of(issues.front());
  }
  if (out.error.empty()) {
    out.value = std::move(value);
  }
  return out;
}

template <typename T>
void read_object(JsonReader& reader, simdjson::ondemand::document& document, T& value,
                 std::string& error) {
  if (document.type() == simdjson::ondemand::json_type::null) {
    return;
  }
  if (document.type() != simdjson::ondemand::json_type::object) {
    error = "it is not a map of fields";
    return;
  }
  reader.read_fields(document.get_object().value(), value);
}

EmbeddedDocument<ProxyConfig> read_proxy_config(StringPool& pool, std::string_view yaml) {
  YamlDocument document = yaml_to_json(yaml);
  if (document.json.empty() && !document.problems.empty()) {
    return {.value = std::nullopt, .error = "yaml: " + document.problems.front().message};
  }
  if (document.json.empty()) {
    return {.value = ProxyConfig{}, .error = {}};
  }
  return read_json<ProxyConfig>(pool, document.json, read_object<ProxyConfig>);
}

EmbeddedDocument<ContainerOverrides> read_overrides(StringPool& pool, std::string_view json) {
  if (!is_json(json)) {
    return {.value = std::nullopt, .error = "it is not JSON"};
  }
  return read_json<ContainerOverrides>(pool, json, read_object<ContainerOverrides>);
}

// One entry of a map or list: its key (or index) is its name unless it names itself.
template <typename T>
void read_named(JsonReader& reader, std::string_view key, JsonReader::Value value,
                std::vector<T>& out, std::string& error) {
  if (value.type() != simdjson::ondemand::json_type::object || value.get_object().is_empty()) {
    error = "the entry of \"" + std::string(key) + "\" has no fields";
    return;
  }
  T& entry = out.emplace_back();
  entry.name = reader.intern(key);
  reader.read(value, entry);
}

// What the template iterates over: a map or a list. A text that is not JSON counts as the string
// "{}", which cannot be iterated.
template <typename T>
EmbeddedDocument<std::vector<T>> read_entries(StringPool& pool, std::string_view json) {
  if (!is_json(json)) {
    return {.value = std::nullopt, .error = "it is not JSON"};
  }
  const auto read = [](JsonReader& reader, simdjson::ondemand::document& document,
                       std::vector<T>& out, std::string& error) {
    switch (document.type()) {
      case simdjson::ondemand::json_type::object:
        for (auto field : document.get_object()) {
          const std::string_view key = field.unescaped_key();
          read_named(reader, key, field.value(), out, error);
        }
        return;
      case simdjson::ondemand::json_type::array: {
        std::size_t index = 0;
        for (auto element : document.get_array()) {
          read_named(reader, std::to_string(index++), element.value(), out, error);
        }
        return;
      }
      case simdjson::ondemand::json_type::null:
        return;
      default:
        error = "it is neither a map nor a list";
    }
  };
  return read_json<std::vector<T>>(pool, json, read);
}

}  // namespace

std::shared_ptr<const PodAnnotations> read_pod_annotations(StringPool& pool,
                                                           const Labels& annotations) {
  std::shared_ptr<PodAnnotations> out;
  const auto target = [&]() -> PodAnnotations& {
    out = out ? std::move(out) : std::make_shared<PodAnnotations>();
    return *out;
  };
  if (const auto text = annotations.find("proxy.istio.io/config")) {
    target().proxy_config = read_proxy_config(pool, *text);
  }
  if (const auto text = annotations.find("proxy.istio.io/overrides")) {
    target().overrides = read_overrides(pool, *text);
  }
  if (const auto text = annotations.find("sidecar.istio.io/userVolume")) {
    target().user_volumes = read_entries<Volume>(pool, *text);
  }
  if (const auto text = annotations.find("sidecar.istio.io/userVolumeMount")) {
    target().user_mounts = read_entries<UserVolumeMount>(pool, *text);
  }
  return out;
}

}  // namespace mesh::load
