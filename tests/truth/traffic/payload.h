// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/trace.h"
#include "tests/truth/traffic/question.h"

#include <string>

namespace mesh::truth {

// What a question about traffic sends.
istio::Payload payload_of(const Question& question);

// The trace as a JSON object.
std::string words_of(const istio::Trace& trace);

}  // namespace mesh::truth
