// SPDX-License-Identifier: Apache-2.0
#include "common/load/fields_meta.h"

#include <algorithm>
#include <array>
#include <functional>

namespace mesh::load {
namespace {

constexpr std::array<std::string_view, 2> kKeys{"istio-injection", "istio.io/rev"};

// The later time counts where several managers wrote a label.
void note(LabelTimes& out, std::string_view key, Time time) {
  for (LabelTime& known : out.entries) {
    if (known.key == key) {
      known.time = std::max(known.time, time);
      return;
    }
  }
  out.entries.push_back({key, time});
}

// All that kKeys have in common; few documents have it.
bool may_name_label(std::string_view fields) {
  static constexpr std::string_view kStart = "\"f:istio";
  static const std::boyer_moore_horspool_searcher kSearcher(kStart.begin(), kStart.end());
  return std::search(fields.begin(), fields.end(), kSearcher) != fields.end();
}

// `fields` is a FieldsV1 document: {"f:metadata": {"f:labels": {"f:istio-injection": {}}}}.
void note_labels(LabelTimes& out, std::string_view fields, Time time) {
  if (!may_name_label(fields)) {
    return;
  }
  for (const std::string_view key : kKeys) {
    if (fields.find("\"f:" + std::string(key) + "\"") != std::string_view::npos) {
      note(out, key, time);
    }
  }
}

}  // namespace

void CustomReader<LabelTimes>::from_json(JsonReader& reader, JsonReader::Value value,
                                         LabelTimes& out) {
  if (value.type() != simdjson::ondemand::json_type::array) {
    return;
  }
  for (auto element : value.get_array()) {
    Time time{};
    std::string fields;
    reader.for_each_entry(
        JsonReader::Value(element.value()), [&](std::string_view key, JsonReader::Value entry) {
          if (key == "time") {
            reader.read(entry, time);
          } else if (key == "fieldsV1") {
            fields = std::string(std::string_view(entry.get_object().value().raw_json().value()));
          }
        });
    note_labels(out, fields, time);
  }
}

void CustomReader<LabelTimes>::from_protobuf(ProtobufReader& reader,
                                             ProtobufReader::Message& message, LabelTimes& out) {
  ProtobufReader::Message entry = message.get_message();
  Time time{};
  std::string_view fields;
  while (entry.next()) {
    if (entry.tag() == 4) {
      reader.read(entry, time);
    } else if (entry.tag() == 7) {
      ProtobufReader::Message raw = entry.get_message();
      while (raw.next()) {
        if (raw.tag() == 1) {
          fields = ProtobufReader::bytes(raw);
        } else {
          raw.skip();
        }
      }
    } else {
      entry.skip();
    }
  }
  note_labels(out, fields, time);
}

}  // namespace mesh::load
