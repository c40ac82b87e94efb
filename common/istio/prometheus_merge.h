// SPDX-License-Identifier: Apache-2.0
//
// INJ-16: with metrics merging the agent scrapes the application in Prometheus' stead. A pod that
// asks for scraping of a port that cannot be scraped, or that is the mesh's own, is refused.
#pragma once

#include "common/model/mesh_config.h"
#include "common/model/object.h"

#include <optional>
#include <string>
#include <string_view>

namespace mesh::istio {

struct PrometheusError {
  std::string_view key;  // the annotation with the port
  std::string text;
};

std::optional<PrometheusError> prometheus_error(const ObjectMeta& meta, const MeshConfig& config);

}  // namespace mesh::istio
