// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/istio_common.h"
#include "common/model/object.h"

#include <optional>

namespace mesh {

enum class MtlsMode { UNSET, DISABLE, PERMISSIVE, STRICT };

struct MutualTls {
  MtlsMode mode = MtlsMode::UNSET;
};

struct WorkloadSelector {
  Labels match_labels;
};

struct PeerAuthentication : Object {
  std::optional<WorkloadSelector> selector;
  std::optional<MutualTls> mtls;
  std::optional<Map<MutualTls>> port_level_mtls;  // key: workload port number as text

  // MTLS-1: no selector, or one without labels, means the whole namespace (or mesh).
  bool is_scope_wide() const { return !selector || selector->match_labels.empty(); }
};

}  // namespace mesh
