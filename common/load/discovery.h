// SPDX-License-Identifier: Apache-2.0
//
// Which versions of which kinds the API server has. It is asked only about groups where something
// went wrong: usually each kind is there at its preferred version.
#pragma once

#include "common/kube/api_client.h"
#include "common/model/kinds.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::load {

class Discovery {
 public:
  explicit Discovery(kube::ApiClient& client) : client_(client) {}

  // Asks about the groups of these kinds, in one round, unless that was done before.
  void look_up(const std::vector<Kind>& kinds);

  // Whether the server answered about the kind's group.
  bool knows(Kind kind) const;

  // Of the versions that we read, the first that the server serves; nullopt: none, it is not
  // installed. Only for kinds that are known.
  std::optional<std::string> served_version(Kind kind) const;

 private:
  // "networking.istio.io/v1": the plurals there.
  using Resources = std::map<std::string, std::set<std::string>>;

  kube::ApiClient& client_;
  std::set<std::string_view> asked_;
  std::set<std::string_view> unknown_;  // groups about which it would not answer
  Resources resources_;
};

}  // namespace mesh::load
