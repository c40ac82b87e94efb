// SPDX-License-Identifier: Apache-2.0
#include "common/model/core.h"

#include <algorithm>
#include <set>

namespace mesh {
namespace {

const SecretEntry* find_in(const std::vector<SecretEntry>& entries, std::string_view key) {
  const auto at = std::find_if(entries.begin(), entries.end(),
                               [&](const SecretEntry& entry) { return entry.key == key; });
  return at == entries.end() ? nullptr : &*at;
}

}  // namespace

const SecretEntry* Secret::find(std::string_view key) const {
  const SecretEntry* plain = find_in(string_data.entries, key);
  const SecretEntry* entry = plain != nullptr ? plain : find_in(data.entries, key);
  return entry != nullptr && !entry->pem.empty ? entry : nullptr;
}

std::vector<std::string_view> Secret::keys() const {
  std::set<std::string_view> names;
  for (const std::vector<SecretEntry>* entries : {&data.entries, &string_data.entries}) {
    for (const SecretEntry& entry : *entries) {
      names.insert(entry.key);
    }
  }
  return {names.begin(), names.end()};
}

std::string_view Secret::section_of(const SecretEntry& entry) const {
  return find_in(string_data.entries, entry.key) == &entry ? "stringData" : "data";
}

}  // namespace mesh
