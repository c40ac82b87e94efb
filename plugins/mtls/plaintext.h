// SPDX-License-Identifier: Apache-2.0
//
// What the checks say alike of tls blocks that make clients send plaintext.
#pragma once

#include "plugins/mtls/clients.h"

#include <string>
#include <string_view>

namespace mesh::mtls {

// "requests fail with 503 UC", or for TCP "connections are reset".
std::string_view effect_of_plaintext(const Impact& impact);

// "accepts", "accept": what follows pods_text() with "that".
std::string_view accepts(const Impact& impact);

// How pods that require mTLS are sent it: another mode, or no block where auto mTLS then suits all.
std::string remedy_for_plaintext(const Snapshot& snapshot, const TlsBlock& block,
                                 const Impact& impact);

}  // namespace mesh::mtls
