// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/traffic/question.h"

#include <stdexcept>
#include <string>

namespace mesh::truth {
namespace {

template <typename T>
const T& find_object(const Snapshot& snapshot, simdjson::dom::element json, std::string_view key) {
  const std::string_view ns = json[key]["namespace"];
  const std::string_view name = json[key]["name"];
  const T* object = snapshot.find<T>(ns, name);
  if (object == nullptr) {
    throw std::runtime_error("no object " + std::string(ns) + "/" + std::string(name));
  }
  return *object;
}

}  // namespace

bool Question::has(std::string_view key) const {
  return json_[key].error() == simdjson::SUCCESS;
}

std::string_view Question::text(std::string_view key) const {
  std::string_view value;
  return json_[key].get(value) == simdjson::SUCCESS ? value : std::string_view();
}

std::int32_t Question::number(std::string_view key) const {
  return static_cast<std::int32_t>(std::int64_t{json_[key]});
}

const Pod& Question::pod(std::string_view key) const {
  return find_object<Pod>(*snapshot_, json_, key);
}

const Service& Question::service(std::string_view key) const {
  return find_object<Service>(*snapshot_, json_, key);
}

std::vector<std::pair<std::string_view, std::string_view>> Question::headers() const {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  if (has("headers")) {
    for (const auto field : simdjson::dom::object(json_["headers"])) {
      out.emplace_back(field.key, std::string_view(field.value));
    }
  }
  return out;
}

}  // namespace mesh::truth
