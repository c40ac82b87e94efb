// SPDX-License-Identifier: Apache-2.0
#include "common/model/core.h"

#include <algorithm>

namespace mesh {
namespace {

const SecretEntry* find_in(const std::vector<SecretEntry>& entries, std::string_view key) {
  const auto at = std::find_if(entries.begin(), entries.end(), [&](const SecretEntry& entry) {
    return entry.key == key && !entry.pem.empty;
  });
  return at == entries.end() ? nullptr : &*at;
}

}  // namespace

const SecretEntry* Secret::find(std::string_view key) const {
  const SecretEntry* plain = find_in(string_data.entries, key);
  return plain != nullptr ? plain : find_in(data.entries, key);
}

std::string_view Secret::section_of(const SecretEntry& entry) const {
  return find_in(string_data.entries, entry.key) == &entry ? "stringData" : "data";
}

}  // namespace mesh
