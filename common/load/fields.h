// SPDX-License-Identifier: Apache-2.0
//
// One description per type, two wire forms: a table of JSON name, protobuf field number and member,
// walked by json_reader.h and by protobuf_reader.h. A type's table is FieldsOf<Type>::kFields.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>

namespace mesh::load {

// Types that only ever arrive as JSON (Istio's) have no field numbers.
inline constexpr std::uint32_t kJsonOnly = 0;

// An annotation that repeats the whole object, a Secret's private key too: it is never kept.
inline constexpr std::string_view kLastAppliedConfiguration =
    "kubectl.kubernetes.io/last-applied-configuration";

// One field of a message, stored in one member.
template <typename Class, typename Member>
struct Field {
  std::string_view name;
  std::uint32_t number;
  Member Class::*member;
};

// A nested message whose fields are stored in the outer struct: spec and status. With an empty name
// the nesting exists on the protobuf wire only (embedded Go structs).
template <typename... Fields>
struct Group {
  std::string_view name;
  std::uint32_t number;
  std::tuple<Fields...> fields;
};

template <typename Class, typename Member>
constexpr auto field(std::string_view name, std::uint32_t number, Member Class::*member) {
  return Field<Class, Member>{name, number, member};
}

template <typename Class, typename Member>
constexpr auto field(std::string_view name, Member Class::*member) {
  return Field<Class, Member>{name, kJsonOnly, member};
}

template <typename... Fields>
constexpr auto group(std::string_view name, std::uint32_t number, Fields... fields) {
  return Group<Fields...>{name, number, {fields...}};
}

template <typename... Fields>
constexpr auto inlined(std::uint32_t number, Fields... fields) {
  return Group<Fields...>{std::string_view(), number, {fields...}};
}

template <typename... Fields>
constexpr auto fields(Fields... list) {
  return std::tuple<Fields...>(list...);
}

// Specialised for every struct that is read.
template <typename T>
struct FieldsOf;

// Specialised for every enum: kNames, an array of {text as the API spells it, value}.
template <typename E>
struct EnumNames;

// Specialised for types with a reading of their own (certificates, embedded documents). Has static
// functions from_json and from_protobuf.
template <typename T>
struct CustomReader;

template <typename T>
concept HasFields = requires {
  FieldsOf<T>::kFields;
};

template <typename T>
concept HasCustomReader = requires {
  sizeof(CustomReader<T>);
};

}  // namespace mesh::load
