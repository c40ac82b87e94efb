// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.h"

#include <functional>
#include <string>
#include <string_view>

namespace mesh::load {

// What would fill the memory, and will not be smaller the next time.
class AnswerTooLarge : public Error {
 public:
  using Error::Error;
};

// Cuts a Kubernetes protobuf list into its items while it arrives, so that never more than one
// item and one piece are in memory. The body is 4 magic bytes, then runtime.Unknown (2: raw), whose
// raw is a list (1: ListMeta, 2: items, repeated). An item may have 32 MB, which is far more than
// an API server stores.
class ProtobufListSplitter {
 public:
  using ItemSink = std::function<void(std::string_view item)>;

  explicit ProtobufListSplitter(ItemSink sink) : sink_(std::move(sink)) {}

  // Takes the next piece of the body. Throws Error if it is not such a list, AnswerTooLarge for a
  // larger item.
  void feed(std::string_view piece);

  // The bytes of the ListMeta; empty until it has come.
  std::string_view list_meta() const { return list_meta_; }

  // Whether the body so far ends where the list ends. An interrupted list does not.
  bool is_complete() const { return list_seen_ && state_ == State::Envelope && buffer_.empty(); }

 private:
  enum class State { Magic, Envelope, List };

  bool step();
  bool take_magic();
  bool take_envelope_field();
  bool take_list_field();
  bool skip_field(std::size_t size);

  std::string_view waiting() const { return std::string_view(buffer_).substr(position_); }

  ItemSink sink_;
  State state_ = State::Magic;
  std::string buffer_;
  std::string list_meta_;
  std::size_t position_ = 0;  // what of the buffer is consumed
  std::size_t list_bytes_left_ = 0;
  bool list_seen_ = false;
};

}  // namespace mesh::load
