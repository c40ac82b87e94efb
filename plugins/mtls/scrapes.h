// SPDX-License-Identifier: Apache-2.0
//
// What Prometheus is told to scrape. It calls pods by their addresses, so that its own sidecar, if
// it has one, passes on what it sends as it is (MTLS-29).
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace mesh::mtls {

struct ScrapedPod {
  const Pod* pod = nullptr;
  std::int32_t port = 0;  // of its containers
};

struct Scrape {
  ObjectRef object;  // of the scraped side: a pod with annotations, a Service, a pod
  FieldPath field;
  ObjectRef monitor;  // that asks for it; no name where the annotations do
  FieldPath monitor_field;
  bool is_tls = false;           // without a certificate of the mesh; else plaintext
  std::vector<ScrapedPod> pods;  // one of each workload; never empty

  // "TLS without a mesh certificate", "plaintext"
  std::string_view sends() const { return is_tls ? "TLS without a mesh certificate" : "plaintext"; }
};

// Sorted by object and field. Scrapes with a client certificate are left out: it is taken to be the
// mesh's.
std::vector<Scrape> scrapes(const Snapshot& snapshot);

}  // namespace mesh::mtls
