// SPDX-License-Identifier: Apache-2.0
//
// What the rules in a pod's network leave to the application, past its sidecar: MTLS-8 for what
// arrives, MTLS-31 for what is sent.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mesh::istio {

// A port on which the sidecar itself answers: never redirected.
bool is_sidecars_own(std::int32_t port);

// What lets traffic go past the sidecar: an annotation of the pod, or else the mesh's setting for
// pods without that annotation, as the pod's istio-init got it.
struct Bypass {
  std::string_view setting;  // the annotation, or the Helm value of the mesh's setting
  bool is_annotation = true;
  bool lists_what_passes = true;  // past the sidecar; otherwise it lists what goes through it
  FieldPath field;                // in the object that the pod's `ref` names
};

// MTLS-8: what lets what arrives at this port of the container go past the sidecar; nullopt if it
// passes through it, and for the sidecar's own ports.
std::optional<Bypass> inbound_bypass(const Pod& pod, std::int32_t port);

// MTLS-8: whether connections to this port of the container pass through the sidecar.
bool is_redirected(const Pod& pod, std::int32_t port);

// MTLS-31: whether what the pod sends may go past its sidecar because of its address.
bool has_outbound_ranges(const Pod& pod);

// MTLS-31: what lets what the pod sends there go past its sidecar; nullopt if it passes through it.
// Ranges are not looked at if the address is not known (kUnspecified).
std::optional<Bypass> outbound_bypass(const Pod& pod, const std::string& address,
                                      std::int64_t port);

// MTLS-31: a container that runs as the proxy's own user or group, 1337, without being the proxy.
// What it sends is taken for the proxy's, and goes out as it is.
struct ContainerAsProxyUser {
  const Container* container = nullptr;
  std::string_view what;  // "user" or "group"
  FieldPath field;        // that sets it, in the object that the pod's `ref` names
  bool is_alone = false;  // the pod has no other container but the proxy
};

// The first one; nullopt if there is none.
std::optional<ContainerAsProxyUser> container_as_proxy_user(const Pod& pod);

}  // namespace mesh::istio
