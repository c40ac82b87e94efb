// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/trace.h"
#include "common/print/json_writer.h"

#include <string>

namespace mesh::routes {

// What the client sees: "404 NR", "503 UH", "connection refused"; empty: the application's answer.
std::string symptom_of(const istio::Trace& trace);

// The members of a `Trace` document, but for steps: cli.md fixes their names. What does not apply
// is left out.
void write_trace(print::JsonWriter& json, const istio::Trace& trace);

}  // namespace mesh::routes
