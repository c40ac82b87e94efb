// SPDX-License-Identifier: Apache-2.0
#include "common/load/document_decoder.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/load/load_checks.h"
#include "common/load/unknown_fields.h"

#include <algorithm>

namespace mesh::load {
namespace {

// False for what is absent or of another type. Throws for broken text: nothing can be read after
// it.
bool is_found(simdjson::error_code error) {
  if (error != simdjson::SUCCESS && error != simdjson::NO_SUCH_FIELD &&
      error != simdjson::INCORRECT_TYPE) {
    throw simdjson::simdjson_error(error);
  }
  return error == simdjson::SUCCESS;
}

std::string string_field(JsonReader::Object& object, std::string_view name) {
  std::string_view text;
  return is_found(object.find_field_unordered(name).get_string().get(text)) ? std::string(text)
                                                                            : std::string();
}

// On-demand parsing looks at what is asked for only: the end of the object has to be asked for too.
void skip_rest(JsonReader::Object& object) {
  object.reset();
  for (auto field : object) {
    field.value().raw_json_token();
  }
}

std::string group_of(std::string_view api_version) {
  const std::size_t slash = api_version.find('/');
  return slash == std::string_view::npos ? std::string()
                                         : std::string(api_version.substr(0, slash));
}

// The kind that was meant when only its version is unknown.
const KindInfo* kind_of_other_version(std::string_view api_version, std::string_view kind) {
  const std::string group = group_of(api_version);
  const std::span<const KindInfo> kinds = all_kinds();
  const auto at = std::find_if(kinds.begin(), kinds.end(), [&](const KindInfo& each) {
    return each.name == kind && each.group == group;
  });
  return at == kinds.end() ? nullptr : &*at;
}

std::string versions_text(const KindInfo& kind) {
  std::vector<std::string> versions(kind.versions.begin(), kind.versions.end());
  return join_and(versions);
}

std::string missing_text(const std::string& api_version, const std::string& kind) {
  if (api_version.empty() && kind.empty()) {
    return "neither apiVersion nor kind is given: this is not a Kubernetes object, and it is left "
           "out";
  }
  return fmt::format("{} is not given, so the object is left out",
                     api_version.empty() ? "apiVersion" : "kind");
}

}  // namespace

DocumentDecoder::DocumentDecoder(SnapshotBuilder& builder, std::string default_ns, Kinds kinds)
    : builder_(builder), default_ns_(std::move(default_ns)), kinds_(kinds) {}

void DocumentDecoder::decode(std::string_view json, const Origin& origin) {
  decode_text(json, origin, {});
}

// Half an answer must not pass for a whole one, so what is wrong with its text ends it.
template <typename Function>
void DocumentDecoder::with_answer(std::string_view json, Function&& function) {
  is_from_server_ = true;
  const simdjson::padded_string padded(json);
  try {
    simdjson::ondemand::document document = parser_.iterate(padded);
    function(document.get_object().value());
  } catch (const simdjson::simdjson_error& error) {
    throw Error("the answer is not valid JSON: {}", error.what());
  }
}

ListMeta DocumentDecoder::decode_list(std::string_view json, Kind kind) {
  ListMeta meta;
  with_answer(json, [&](JsonReader::Object list) {
    const Identity identity = identity_of(list, {});
    if (!identity.kind.ends_with("List")) {
      throw Error("the answer is no list of {}", info(kind).plural);
    }
    simdjson::ondemand::object list_meta;
    if (is_found(list.find_field_unordered("metadata").get_object().get(list_meta))) {
      meta.resource_version = string_field(list_meta, "resourceVersion");
      meta.continue_token = string_field(list_meta, "continue");
    }
    list.reset();
    decode_items(
        list, {},
        {.api_version = identity.api_version, .kind = std::string(info(kind).name) + "List"});
    skip_rest(list);
  });
  return meta;
}

void DocumentDecoder::decode_one(std::string_view json, Kind kind) {
  with_answer(json, [&](JsonReader::Object object) {
    const Identity identity = identity_of(object, {});
    if (identity.kind != info(kind).name) {
      throw Error("the answer is no {}", info(kind).singular);
    }
    decode_object(object, Origin{}, identity);
    skip_rest(object);
  });
}

void DocumentDecoder::decode_text(std::string_view json, const Origin& origin,
                                  const Identity& inherited) {
  const simdjson::padded_string padded(json);
  try {
    simdjson::ondemand::document document = parser_.iterate(padded);
    if (document.type() != simdjson::ondemand::json_type::object) {
      report(kObjectIsNamed, origin,
             "this is not an object with apiVersion and kind, and it is left out");
      return;
    }
    decode_object(document.get_object(), origin, inherited);
  } catch (const simdjson::simdjson_error& error) {
    report(kDocumentIsValid, origin, fmt::format("this document is left out: {}", error.what()));
  }
}

DocumentDecoder::Identity DocumentDecoder::identity_of(JsonReader::Object& object,
                                                       const Identity& inherited) {
  Identity identity{.api_version = string_field(object, "apiVersion"),
                    .kind = string_field(object, "kind")};
  object.reset();
  if (identity.api_version.empty() && identity.kind.empty()) {
    return inherited;
  }
  return identity;
}

void DocumentDecoder::decode_object(JsonReader::Object object, const Origin& origin,
                                    const Identity& inherited) {
  const Identity identity = identity_of(object, inherited);
  if (identity.api_version.empty() || identity.kind.empty()) {
    report(kObjectIsNamed, origin, missing_text(identity.api_version, identity.kind));
    return;
  }
  if (identity.kind.ends_with("List")) {
    decode_items(object, origin, identity);
    return;
  }
  if (const auto kind = find_kind(identity.api_version, identity.kind)) {
    if (kinds_.contains(*kind)) {
      decode_known(object, *kind, origin, identity.api_version);
    }
  } else if (const KindInfo* other = kind_of_other_version(identity.api_version, identity.kind)) {
    report(kObjectIsNamed, origin,
           fmt::format("{} is not served as {} (but as {}), so the object is left out",
                       identity.kind, identity.api_version, versions_text(*other)));
  }
}

void DocumentDecoder::decode_items(JsonReader::Object list, const Origin& origin,
                                   const Identity& identity) {
  const std::string item_kind = identity.kind.substr(0, identity.kind.size() - 4);
  const Identity inherited = item_kind.empty()
                                 ? Identity{}
                                 : Identity{.api_version = identity.api_version, .kind = item_kind};
  simdjson::ondemand::value items;
  if (!is_found(list.find_field_unordered("items").get(items)) || items.is_null()) {
    return;
  }
  Origin item_origin = origin;
  item_origin.item = 0;
  for (auto item : items.get_array()) {
    simdjson::ondemand::object object;
    if (is_found(item.get_object().get(object))) {
      decode_object(object, item_origin, inherited);
    } else {
      report(kObjectIsNamed, item_origin,
             "this item of the List is not an object, and it is left out");
    }
    ++item_origin.item;
  }
}

void DocumentDecoder::decode_known(JsonReader::Object object, Kind kind, const Origin& origin,
                                   const std::string& api_version) {
  issues_.clear();
  JsonReader reader(builder_.pool(), issues_);
  const ObjectContext context{
      .origin = origin, .api_version = api_version, .default_ns = default_ns_};
  const auto ref = reader_of(kind).from_json(reader, object, context, builder_);
  if (!ref && issues_.empty()) {
    report(kObjectIsNamed, origin,
           fmt::format("this {} has no metadata.name, so it is left out", info(kind).name));
  }
  report_issues(origin, ref.value_or(ObjectRef{.origin = origin}));
  if (ref && !is_from_server_) {
    object.reset();
    report_unknown_fields(object, kind, *ref);
  }
}

void DocumentDecoder::report_unknown_fields(JsonReader::Object object, Kind kind,
                                            const ObjectRef& ref) {
  for (UnknownField& unknown : unknown_fields(object, kind)) {
    Finding& finding = report(kFieldIsKnown, ref.origin,
                              fmt::format("a {} has no field {}: kubectl refuses it, and other "
                                          "clients drop it",
                                          info(kind).name, unknown.field.text()));
    finding.object = ref;
    finding.field = std::move(unknown.field);
    if (unknown.meant) {
      finding.remedy("write {}", *unknown.meant);
    } else {
      finding.remedy("correct its name or its indentation, or remove it");
    }
  }
}

void DocumentDecoder::report_issues(const Origin& origin, const ObjectRef& object) {
  for (ReadIssue& issue : issues_) {
    Finding& finding =
        report(kFieldHasItsType, origin,
               fmt::format("{} must be {}, but is {}: the API server refuses the object",
                           issue.field.text(), issue.expected, issue.found));
    finding.object = object;
    finding.field = std::move(issue.field);
    if (issue.expected == "a string") {
      finding.remedy("put the value in quotes");
    }
  }
}

Finding& DocumentDecoder::report(const CheckInfo& check, const Origin& origin,
                                 std::string message) {
  Finding& finding = findings_.emplace_back();
  finding.check = &check;
  finding.object.origin = origin;
  finding.message = std::move(message);
  return finding;
}

}  // namespace mesh::load
