// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/injection_cases.h"

#include "common/load/document_decoder.h"
#include "common/load/yaml_to_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace mesh::test {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

const std::filesystem::path kFolder = std::filesystem::path(MESH_TRUTH) / "injection";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) {
    throw std::runtime_error("cannot read " + path.string());
  }
  return text.str();
}

std::string text_of(element value) {
  return value.is_null() ? std::string() : std::string(std::string_view(value));
}

std::vector<std::string> texts_of(element list) {
  std::vector<std::string> out;
  for (const element each : list.get_array()) {
    out.push_back(text_of(each));
  }
  return out;
}

std::string json_of(element value) {
  return simdjson::minify(value);
}

// The members of `from` that are no metadata: fields of the pod's spec under their own names.
std::string spec_of(object from) {
  std::string out;
  for (const auto& [key, value] : from) {
    if (key != "name" && key != "labels" && key != "annotations") {
      out += fmt::format("{}\"{}\":{}", out.empty() ? "" : ",", key, json_of(value));
    }
  }
  return out;
}

InjectionCase case_of(element json) {
  const object ns = json["namespace"];
  const object pod = json["pod"];
  const object answer = json["answer"];
  InjectionCase out{.id = text_of(json["id"]),
                    .ns = text_of(ns["name"]),
                    .pod = text_of(pod["name"]),
                    .labels = json_of(ns["labels"]),
                    .documents = {},
                    .truth = {.injected = bool(answer["injected"]),
                              .revision = text_of(answer["revision"]),
                              .containers = texts_of(answer["containers"]),
                              .error = text_of(answer["error"]),
                              .denied_by = text_of(answer["denied_by"]),
                              .webhooks_called = texts_of(answer["webhooks_called"])}};
  out.documents = fmt::format(
      R"({{"apiVersion":"v1","kind":"List","items":[{{"apiVersion":"v1","kind":"Namespace","metadata":)"
      R"({{"name":"{0}","labels":{1}}}}},{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"{2}",)"
      R"("namespace":"{0}","labels":{3},"annotations":{4}}},"spec":{{{5}}}}}]}})",
      out.ns, out.labels, out.pod, json_of(pod["labels"]), json_of(pod["annotations"]),
      spec_of(pod));
  return out;
}

// The documents of an installation as JSON.
std::vector<std::string> installation(const std::string& name) {
  const std::string text = read_file(kFolder / "installations" / (name + ".yaml"));
  std::vector<std::string> documents;
  for (const load::DocumentSpan& span : load::split_yaml_documents(text)) {
    load::YamlDocument document =
        load::yaml_to_json(std::string_view(text).substr(span.offset, span.size));
    if (!document.json.empty()) {
      documents.push_back(std::move(document.json));
    }
  }
  return documents;
}

Kinds every_kind() {
  Kinds kinds;
  for (const KindInfo& kind : all_kinds()) {
    kinds.add(kind.kind);
  }
  return kinds;
}

Snapshot snapshot_of(const std::vector<std::string>& documents,
                     const std::vector<InjectionCase>& cases) {
  SnapshotBuilder builder(SnapshotBuilder::From::Files);
  load::DocumentDecoder decoder(builder, "default", every_kind());
  for (const std::string& document : documents) {
    decoder.decode(document, {});
  }
  for (const InjectionCase& each : cases) {
    decoder.decode(each.documents, {});
  }
  for (const Finding& finding : decoder.take_findings()) {
    throw std::runtime_error(finding.message);
  }
  return builder.finish();
}

bool fits(const InjectionGroup& group, const InjectionCase& each) {
  return std::all_of(group.cases.begin(), group.cases.end(), [&](const InjectionCase& other) {
    return other.ns != each.ns || other.labels == each.labels;
  });
}

}  // namespace

std::vector<std::string> injection_case_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder / "cases")) {
    names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<InjectionGroup> injection_groups(const std::string& case_file) {
  std::vector<InjectionGroup> groups;
  simdjson::dom::parser parser;
  std::string name;
  std::istringstream lines(read_file(kFolder / "cases" / (case_file + ".jsonl")));
  for (std::string line; std::getline(lines, line);) {
    const element json = parser.parse(line);
    name = text_of(json["installation"]);
    InjectionCase each = case_of(json);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const InjectionGroup& candidate) {
      return fits(candidate, each);
    });
    if (group == groups.end()) {
      group = groups.insert(groups.end(), InjectionGroup{});
    }
    group->cases.push_back(std::move(each));
  }
  const auto documents = std::make_shared<const std::vector<std::string>>(installation(name));
  for (InjectionGroup& group : groups) {
    group.installation = documents;
    group.snapshot = std::make_shared<const Snapshot>(snapshot_of(*documents, group.cases));
  }
  return groups;
}

Snapshot snapshot_with(const InjectionGroup& group, const Namespace& ns, const Pod& pod) {
  SnapshotBuilder builder(SnapshotBuilder::From::Files);
  load::DocumentDecoder decoder(builder, "default", every_kind());
  for (const std::string& document : *group.installation) {
    decoder.decode(document, {});
  }
  builder.add(ns);
  builder.add(pod);
  return builder.finish();
}

}  // namespace mesh::test
