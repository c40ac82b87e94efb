// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/load/document_decoder.h"
#include "common/load/list_plan.h"
#include "common/load/protobuf_list.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::load {

// Decodes the answer to one request as its bytes arrive: a protobuf list item by item, JSON
// (Istio's kinds, and whatever a proxy made JSON of) when it is whole. What it decodes is a part of
// the builder's, to be taken when all of it is there.
class ListDecoder {
 public:
  // All arguments must outlive it.
  ListDecoder(const ListRequest& request, SnapshotBuilder& builder);

  // Throws Error for what is no list of this kind, AnswerTooLarge for what cannot be kept.
  void feed(std::string_view piece);

  // At the end of the body. Throws Error if it is cut short.
  ListMeta finish(std::string_view content_type);

  SnapshotBuilder take_part() { return std::move(*part_); }

  std::vector<Finding> take_findings() { return json_decoder_.take_findings(); }

  // Objects decoded so far.
  std::size_t objects() const { return objects_; }

 private:
  enum class Form { Unknown, ProtobufList, ProtobufObject, Json, Neither };

  void recognize(std::string_view piece);
  void keep(std::string_view piece);
  ListMeta decode_json();
  void decode_object();
  void decode_item(std::string_view item);

  const ListRequest& request_;
  std::string api_version_;
  std::optional<SnapshotBuilder> part_;
  ProtobufReader reader_;
  DocumentDecoder json_decoder_;
  ProtobufListSplitter splitter_;
  Form form_ = Form::Unknown;
  std::string body_;  // what is decoded only when it is whole
  std::size_t objects_ = 0;
};

}  // namespace mesh::load
