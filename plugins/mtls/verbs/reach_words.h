// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/reach.h"
#include "common/print/json_writer.h"

#include <string>
#include <string_view>

namespace mesh::mtls {

// What the client sees for an outcome: "503 UC", "connection reset"; empty if it works.
std::string symptom_of(std::string_view outcome, istio::AppProtocol protocol, bool has_proxy);

// The members of a `Reachability` document, but for steps: cli.md fixes their names.
void write_reach(print::JsonWriter& json, const istio::Reach& reach, istio::AppProtocol protocol);

}  // namespace mesh::mtls
