// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/traffic/askers.h"
#include "tests/truth/traffic/payload.h"

namespace mesh::truth {

std::string ask_gateway(const Question& question) {
  const istio::MeshIndex index(question.snapshot());
  const istio::ProxyScope scope(index, question.pod("gateway"));
  return words_of(istio::trace_at_gateway(scope, question.number("port"), payload_of(question)));
}

}  // namespace mesh::truth
