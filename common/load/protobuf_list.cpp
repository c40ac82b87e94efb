// SPDX-License-Identifier: Apache-2.0
#include "common/load/protobuf_list.h"

#include <protozero/varint.hpp>

#include <optional>

namespace mesh::load {
namespace {

constexpr std::string_view kMagic{"k8s\0", 4};
constexpr std::uint32_t kLengthDelimited = 2;
constexpr std::uint32_t kVarint = 0;
constexpr std::uint32_t kRawOfUnknown = 2;
constexpr std::uint32_t kMetaOfList = 1;
constexpr std::uint32_t kItemsOfList = 2;
constexpr std::size_t kLargestValue = 32UL * 1024 * 1024;

// The head of a field at the front of a buffer: its tag and, for a length-delimited one, the size
// of its value.
struct FieldHead {
  std::uint32_t number = 0;
  std::size_t head_size = 0;   // bytes of tag and length
  std::size_t value_size = 0;  // bytes of the value behind them
};

std::optional<std::uint64_t> take_varint(const char*& at, const char* end) {
  try {
    return protozero::decode_varint(&at, end);
  } catch (const protozero::end_of_buffer_exception&) {
    return std::nullopt;
  } catch (const protozero::varint_too_long_exception&) {
    throw Error("the API server's answer is not a protobuf list");
  }
}

// nullopt if more bytes are needed.
std::optional<FieldHead> peek_field(std::string_view buffer) {
  const char* at = buffer.data();
  const char* end = at + buffer.size();
  const auto tag = take_varint(at, end);
  if (!tag) {
    return std::nullopt;
  }
  const auto wire_type = static_cast<std::uint32_t>(*tag & 7U);
  if (wire_type != kLengthDelimited && wire_type != kVarint) {
    throw Error("the API server's answer is not a protobuf list");
  }
  const auto value = take_varint(at, end);
  if (!value) {
    return std::nullopt;
  }
  return FieldHead{.number = static_cast<std::uint32_t>(*tag >> 3U),
                   .head_size = static_cast<std::size_t>(at - buffer.data()),
                   .value_size = wire_type == kLengthDelimited ? *value : 0};
}

// What is waited for must fit into memory.
void require_size(const FieldHead& head) {
  if (head.value_size > kLargestValue) {
    throw AnswerTooLarge(
        "the API server's answer claims an object of {} MB, more than the 32 MB that one may have",
        head.value_size / (1024 * 1024));
  }
}

}  // namespace

void ProtobufListSplitter::feed(std::string_view piece) {
  buffer_ += piece;
  while (step()) {
  }
  buffer_.erase(0, position_);
  position_ = 0;
}

bool ProtobufListSplitter::step() {
  switch (state_) {
    case State::Magic:
      return take_magic();
    case State::Envelope:
      return take_envelope_field();
    case State::List:
      break;
  }
  return take_list_field();
}

bool ProtobufListSplitter::take_magic() {
  if (waiting().size() < kMagic.size()) {
    return false;
  }
  if (!waiting().starts_with(kMagic)) {
    throw Error("the API server's answer is not a protobuf list");
  }
  position_ += kMagic.size();
  state_ = State::Envelope;
  return true;
}

bool ProtobufListSplitter::take_envelope_field() {
  const auto head = peek_field(waiting());
  if (!head) {
    return false;
  }
  if (head->number == kRawOfUnknown) {
    position_ += head->head_size;
    list_bytes_left_ = head->value_size;
    list_seen_ = true;
    state_ = list_bytes_left_ > 0 ? State::List : State::Envelope;
    return true;
  }
  require_size(*head);
  return skip_field(head->head_size + head->value_size);
}

bool ProtobufListSplitter::take_list_field() {
  const auto head = peek_field(waiting());
  if (head) {
    require_size(*head);
  }
  if (!head || waiting().size() < head->head_size + head->value_size) {
    return false;
  }
  const std::size_t size = head->head_size + head->value_size;
  if (size > list_bytes_left_) {
    throw Error("the API server's protobuf list is longer than it says");
  }
  if (head->number == kItemsOfList) {
    sink_(waiting().substr(head->head_size, head->value_size));
  } else if (head->number == kMetaOfList) {
    list_meta_ = waiting().substr(head->head_size, head->value_size);
  }
  position_ += size;
  list_bytes_left_ -= size;
  state_ = list_bytes_left_ > 0 ? State::List : State::Envelope;
  return true;
}

bool ProtobufListSplitter::skip_field(std::size_t size) {
  if (waiting().size() < size) {
    return false;
  }
  position_ += size;
  return true;
}

}  // namespace mesh::load
