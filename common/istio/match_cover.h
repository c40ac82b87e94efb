// SPDX-License-Identifier: Apache-2.0
//
// Whether one match of a VirtualService takes every request that another would take. True means for
// certain; conditions that cannot be compared count as different.
#pragma once

#include "common/model/virtual_service.h"

namespace mesh::istio {

bool covers(const HttpMatchRequest& earlier, const HttpMatchRequest& later,
            const VirtualService& owner);
bool covers(const TlsMatch& earlier, const TlsMatch& later, const VirtualService& owner);
bool covers(const L4Match& earlier, const L4Match& later, const VirtualService& owner);

}  // namespace mesh::istio
