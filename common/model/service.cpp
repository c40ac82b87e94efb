// SPDX-License-Identifier: Apache-2.0
#include "common/model/service.h"

#include <algorithm>

namespace mesh {

const ServicePort* Service::find_port(std::int32_t number) const {
  const auto at = std::find_if(ports.begin(), ports.end(),
                               [&](const ServicePort& port) { return port.port == number; });
  return at == ports.end() ? nullptr : &*at;
}

}  // namespace mesh
