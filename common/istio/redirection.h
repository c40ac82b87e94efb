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

// MTLS-8: the annotation that lets what arrives at this port of the container go past the sidecar;
// empty if it passes through it, and for the sidecar's own ports.
std::string_view inbound_bypass(const Pod& pod, std::int32_t port);

// MTLS-8: whether connections to this port of the container pass through the sidecar.
bool is_redirected(const Pod& pod, std::int32_t port);

// MTLS-31: whether annotations let what the pod sends go past its sidecar by its address.
bool has_outbound_ranges(const Pod& pod);

// MTLS-31: the annotation that lets what the pod sends there go past its sidecar; empty if it
// passes through it. Ranges are not looked at if the address is not known (kUnspecified).
std::string_view outbound_bypass(const Pod& pod, const std::string& address, std::int64_t port);

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
