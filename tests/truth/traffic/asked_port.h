// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/reach.h"
#include "tests/truth/traffic/question.h"

#include <memory>

namespace mesh::truth {

// The Service port that a question is about.
struct AskedPort {
  std::shared_ptr<const istio::MeshService> service;
  const istio::MeshPort* port = nullptr;
};

// Also of Services that discoverySelectors hide from istiod.
AskedPort asked_port(const istio::MeshIndex& index, const Question& question);

}  // namespace mesh::truth
