// SPDX-License-Identifier: Apache-2.0
#include "common/load/protobuf_reader.h"

namespace mesh::load {

void ProtobufReader::read_plain(Message& message, IntOrString& out) {
  Message inner = message.get_message();
  std::int64_t type = 0;
  while (inner.next()) {
    if (inner.tag() == 1) {
      type = inner.get_int64();
    } else if (inner.tag() == 2) {
      out.number = inner.get_int32();
    } else if (inner.tag() == 3) {
      out.name = intern(bytes(inner));
    } else {
      inner.skip();
    }
  }
  if (type == 0) {
    out.name = {};
  }
}

void ProtobufReader::read_plain(Message& message, Labels& out) {
  read_entry(message, [&](std::string_view key, std::string_view value) {
    if (key != kLastAppliedConfiguration) {
      out.set(key, intern(value));
    }
  });
}

void ProtobufReader::read_plain(Message& message, Time& out) {
  Message inner = message.get_message();
  while (inner.next()) {
    if (inner.tag() == 1) {
      out = Time(std::chrono::seconds(inner.get_int64()));
    } else {
      inner.skip();
    }
  }
}

}  // namespace mesh::load
