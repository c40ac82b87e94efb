// SPDX-License-Identifier: Apache-2.0
//
// The server that `can` is asked about: NAMESPACE/SERVICE[:PORT], a host name, or a pod.
#pragma once

#include "common/istio/reach.h"

#include <memory>
#include <string>
#include <string_view>

namespace mesh::mtls {

struct CanTarget {
  std::shared_ptr<const istio::MeshService> service;
  const istio::MeshPort* port = nullptr;  // in *service

  // "reviews.shop.svc.cluster.local:9080".
  std::string text() const;
};

// `client_ns` resolves short host names. Throws Error for what does not exist and for a missing
// port where there are several.
CanTarget find_server(const istio::MeshIndex& index, const std::string& word,
                      std::string_view default_ns, std::string_view client_ns);

// What the application is taken to speak: --protocol, else what the port declares.
istio::AppProtocol app_protocol(const std::string& option, const istio::MeshPort& port);

}  // namespace mesh::mtls
