// SPDX-License-Identifier: Apache-2.0
//
// What the rules in a pod's network leave to the application, past its sidecar: MTLS-8 for what
// arrives, MTLS-31 for what is sent.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace mesh::istio {

// MTLS-8: whether connections to this port of the container pass through the sidecar.
bool is_redirected(const Pod& pod, std::int32_t port);

// MTLS-31: the annotation that lets what the pod sends there go past its sidecar; empty if it
// passes through it.
std::string_view outbound_bypass(const Pod& pod, const std::string& address, std::int64_t port);

}  // namespace mesh::istio
