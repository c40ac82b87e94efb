// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/api_client.h"
#include "common/model/kinds.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mesh::load {

// The objects of one kind, in a namespace or (empty) in all.
struct NameQuestion {
  Kind kind = Kind::Namespace;
  std::string ns;
};

// The names of the objects, for each question in turn; nothing where the server did not answer.
// Asks for metadata only, all at once.
std::vector<std::optional<std::vector<std::string>>> list_names(
    kube::ApiClient& client, std::span<const NameQuestion> questions);

}  // namespace mesh::load
