// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mesh::print {

// Writes indented JSON as kubectl does: four spaces, keys in the order they are written.
class JsonWriter {
 public:
  void begin_object() { open('{'); }

  void end_object() { close('}'); }

  void begin_array() { open('['); }

  void end_array() { close(']'); }

  void key(std::string_view name);
  void string(std::string_view text);
  void number(std::int64_t value);
  void boolean(bool value);
  void null();

  // key and value in one.
  void member(std::string_view name, std::string_view text);
  void member(std::string_view name, std::size_t value);
  // The same, left out when the text is empty.
  void member_if_any(std::string_view name, std::string_view text);

  // The document with a final newline.
  std::string take();

 private:
  void open(char bracket);
  void close(char bracket);
  void before_value();
  void new_line();

  std::string out_;
  int depth_ = 0;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace mesh::print
