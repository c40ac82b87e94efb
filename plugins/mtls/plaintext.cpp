// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/plaintext.h"

#include "plugins/mtls/auto_mtls.h"

#include <fmt/format.h>

namespace mesh::mtls {

std::string_view effect_of_plaintext(const Impact& impact) {
  return symptom_of(impact, "requests fail with 503 UC", "connections are reset");
}

std::string_view accepts(const Impact& impact) {
  return impact.is_one_pod() ? "accepts" : "accept";
}

std::string remedy_for_plaintext(const Snapshot& snapshot, const TlsBlock& block,
                                 const Impact& impact) {
  const std::string field = block.field.text();
  switch (auto_mtls_without(snapshot, block, impact)) {
    case AutoMtls::WhatEachTakes:
      return impact.is_complete()
                 ? fmt::format("set {}.mode to ISTIO_MUTUAL, or remove {}", field, field)
                 : fmt::format("remove {}, so that each pod is sent what it takes", field);
    case AutoMtls::PlaintextToAll:
      return impact.is_complete()
                 ? fmt::format("set {}.mode to ISTIO_MUTUAL", field)
                 : fmt::format(
                       "give all the pods a sidecar and set {}.mode to ISTIO_MUTUAL, or "
                       "let them accept plaintext (PERMISSIVE)",
                       field);
    case AutoMtls::MtlsToAll:
      return fmt::format("set {}.mode to ISTIO_MUTUAL, or remove {}", field, field);
  }
  return {};
}

}  // namespace mesh::mtls
