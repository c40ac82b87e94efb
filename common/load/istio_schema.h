// SPDX-License-Identifier: Apache-2.0
//
// The fields that Istio's published CRDs give its kinds, those included that nothing here reads.
#pragma once

#include "common/model/kinds.h"

#include <array>
#include <span>
#include <string_view>

namespace mesh::load {

// `fields` is "name,name(fields below),name*": a star stands for anything below, "{}" for every key
// of a map. Lists are not marked. metadata, apiVersion and kind are not among them.
struct IstioSchema {
  Kind kind;
  std::string_view fields;
};

std::span<const IstioSchema> istio_schemas();

}  // namespace mesh::load
