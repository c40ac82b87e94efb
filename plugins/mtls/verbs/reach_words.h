// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/reach.h"
#include "common/print/json_writer.h"

#include <string>
#include <string_view>

namespace mesh::mtls {

// The members of a `Reachability` document, but for steps: cli.md fixes their names.
void write_reach(print::JsonWriter& json, const istio::Reach& reach, istio::AppProtocol protocol);

}  // namespace mesh::mtls
