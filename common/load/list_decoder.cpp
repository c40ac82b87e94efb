// SPDX-License-Identifier: Apache-2.0
#include "common/load/list_decoder.h"

#include "common/base/error.h"
#include "common/base/text.h"

#include <protozero/exception.hpp>

namespace mesh::load {
namespace {

constexpr std::size_t kLargestJson = 256UL * 1024 * 1024;
constexpr std::string_view kMagic{"k8s\0", 4};
constexpr std::uint32_t kRawOfUnknown = 2;

std::string api_version_of(const ListRequest& request) {
  const std::string_view group = info(request.kind).group;
  return group.empty() ? request.version : std::string(group) + "/" + request.version;
}

// meta/v1 ListMeta.
ListMeta read_list_meta(std::string_view bytes) {
  ListMeta meta;
  ProtobufReader::Message message(bytes.data(), bytes.size());
  while (message.next()) {
    if (message.tag() == 2) {
      meta.resource_version = ProtobufReader::bytes(message);
    } else if (message.tag() == 3) {
      meta.continue_token = ProtobufReader::bytes(message);
    } else {
      message.skip();
    }
  }
  return meta;
}

template <typename Function>
void with_protobuf_errors(Function&& function) {
  try {
    function();
  } catch (const protozero::exception&) {
    throw Error("the answer is not valid protobuf");
  }
}

}  // namespace

ListDecoder::ListDecoder(const ListRequest& request, SnapshotBuilder& builder)
    : request_(request),
      api_version_(api_version_of(request)),
      part_(std::in_place, &builder),
      reader_(builder.pool()),
      json_decoder_(*part_, "", Kinds{request.kind}),
      splitter_([this](std::string_view item) { decode_item(item); }) {}

void ListDecoder::recognize(std::string_view piece) {
  const std::size_t text = piece.find_first_not_of(" \t\r\n");
  if (piece.front() == kMagic.front()) {
    form_ = request_.name.empty() ? Form::ProtobufList : Form::ProtobufObject;
  } else if (text != std::string_view::npos) {
    form_ = piece[text] == '{' ? Form::Json : Form::Neither;
  }
}

void ListDecoder::feed(std::string_view piece) {
  if (form_ == Form::Unknown && !piece.empty()) {
    recognize(piece);
  }
  if (form_ == Form::ProtobufList) {
    with_protobuf_errors([&] { splitter_.feed(piece); });
  } else if (form_ != Form::Neither) {
    keep(piece);
  }
}

void ListDecoder::keep(std::string_view piece) {
  if (body_.size() + piece.size() > kLargestJson) {
    body_ = {};
    throw AnswerTooLarge("the answer has more than {} MB of JSON; ask for one namespace (-n)",
                         kLargestJson / (1024 * 1024));
  }
  body_ += piece;
}

ListMeta ListDecoder::finish(std::string_view content_type) {
  ListMeta meta;
  switch (form_) {
    case Form::ProtobufList:
      if (!splitter_.is_complete()) {
        throw Error("the list ended before it was complete");
      }
      with_protobuf_errors([&] { meta = read_list_meta(splitter_.list_meta()); });
      break;
    case Form::ProtobufObject:
      with_protobuf_errors([&] { decode_object(); });
      break;
    case Form::Json:
      meta = decode_json();
      break;
    case Form::Unknown:
      throw Error("the answer is empty");
    case Form::Neither:
      throw Error(
          "the answer is {}: is this a Kubernetes API server, or a proxy?",
          content_type.empty() ? "neither protobuf nor JSON" : escape_control(content_type));
  }
  body_ = {};
  return meta;
}

ListMeta ListDecoder::decode_json() {
  if (request_.name.empty()) {
    return json_decoder_.decode_list(body_, request_.kind);
  }
  json_decoder_.decode_one(body_, request_.kind);
  return {};
}

void ListDecoder::decode_object() {
  if (!body_.starts_with(kMagic)) {
    throw Error("the answer is not valid protobuf");
  }
  ProtobufReader::Message envelope(body_.data() + kMagic.size(), body_.size() - kMagic.size());
  bool found = false;
  while (envelope.next()) {
    if (envelope.tag() == kRawOfUnknown) {
      decode_item(ProtobufReader::bytes(envelope));
      found = true;
    } else {
      envelope.skip();
    }
  }
  if (!found) {
    throw Error("the answer ended before it was complete");
  }
}

void ListDecoder::decode_item(std::string_view item) {
  const ObjectContext context{.origin = {}, .api_version = api_version_, .default_ns = ""};
  reader_of(request_.kind)
      .from_protobuf(reader_, ProtobufReader::Message(item.data(), item.size()), context, *part_);
  ++objects_;
}

}  // namespace mesh::load
