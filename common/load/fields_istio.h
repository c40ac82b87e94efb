// SPDX-License-Identifier: Apache-2.0
// What several of Istio's groups share.
#pragma once

#include "common/load/fields_meta.h"
#include "common/model/istio_common.h"
#include "common/model/peer_authentication.h"

namespace mesh::load {

template <>
struct FieldsOf<PortSelector> {
  static constexpr auto kFields = fields(field("number", &PortSelector::number));
};

template <>
struct FieldsOf<Destination> {
  static constexpr auto kFields =
      fields(field("host", &Destination::host), field("subset", &Destination::subset),
             field("port", &Destination::port));
};

template <>
struct FieldsOf<WorkloadSelector> {
  static constexpr auto kFields = fields(field("matchLabels", &WorkloadSelector::match_labels));
};

}  // namespace mesh::load
