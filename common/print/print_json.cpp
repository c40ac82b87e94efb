// SPDX-License-Identifier: Apache-2.0
// The versioned schema mesh/v1, kind Report. No times and no durations: same input, same bytes.
#include "common/print/json_writer.h"
#include "common/print/report.h"
#include "common/print/write_object.h"

namespace mesh::print {
namespace {

void write_causes(JsonWriter& json, const Finding& finding) {
  json.key("because");
  json.begin_array();
  for (const Cause& cause : finding.causes) {
    json.begin_object();
    json.key("object");
    write_object(json, cause.object);
    json.member("field", cause.field.text());
    json.member("text", cause.text);
    write_location(json, cause.location);
    json.end_object();
  }
  json.end_array();
}

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.member("code", finding.check->code);
  json.member("severity", text(finding.check->severity));
  json.key("object");
  write_object(json, finding.object);
  json.member("field", finding.field.text());
  write_location(json, finding.location);
  json.member("message", finding.message);
  json.member_if_any("symptom", finding.symptom_text);
  if (!finding.causes.empty()) {
    write_causes(json, finding);
  }
  if (!finding.client_names.empty()) {
    write_strings(json, "clients", finding.client_names);
  }
  json.member_if_any("remedy", finding.remedy_text);
  json.end_object();
}

void write_resource_versions(JsonWriter& json, const std::map<Kind, std::string>& versions) {
  json.key("resourceVersions");
  json.begin_object();
  for (const auto& [kind, version] : versions) {
    json.member(info(kind).name, version);
  }
  json.end_object();
}

void write_scope(JsonWriter& json, const Scope& scope) {
  json.key("scope");
  json.begin_object();
  write_strings(json, "namespaces", scope.namespaces);
  json.key("objects");
  json.begin_array();
  for (const ObjectRef& object : scope.objects) {
    write_object(json, object);
  }
  json.end_array();
  json.key("source");
  json.begin_object();
  json.member_if_any("cluster", scope.cluster);
  if (!scope.files.empty()) {
    write_strings(json, "files", scope.files);
  }
  if (!scope.resource_versions.empty()) {
    write_resource_versions(json, scope.resource_versions);
  }
  json.end_object();
  json.end_object();
}

void write_summary(JsonWriter& json, const Report& report) {
  json.key("summary");
  json.begin_object();
  json.member("errors", report.count(Severity::Error));
  json.member("warnings", report.count(Severity::Warning));
  json.member("infos", report.count(Severity::Info));
  json.member("suppressed", report.suppressed);
  json.member("lessSevere", report.less_severe);
  json.member("elsewhere", report.elsewhere);
  json.member("checks", report.checks);
  json.member("objects", report.objects);
  json.end_object();
}

}  // namespace

std::string as_json(const Report& report) {
  JsonWriter json;
  json.begin_object();
  json.member("apiVersion", "mesh/v1");
  json.member("kind", "Report");
  json.member("plugin", report.plugin);
  json.member("version", report.version);
  write_scope(json, report.scope);
  json.key("findings");
  json.begin_array();
  for (const Finding& finding : report.findings) {
    write_finding(json, finding);
  }
  json.end_array();
  write_not_checked(json, report.not_checked);
  write_summary(json, report);
  json.end_object();
  return json.take();
}

}  // namespace mesh::print
