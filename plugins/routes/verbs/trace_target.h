// SPDX-License-Identifier: Apache-2.0
//
// What `trace` is asked about: SCHEME://ADDRESS[:PORT][/PATH?QUERY] with --method, --header, --sni.
#pragma once

#include "common/cli/options.h"
#include "common/istio/trace.h"

#include <cstdint>
#include <optional>
#include <string>

namespace mesh::routes {

struct TraceTarget {
  std::string text;  // as the user wrote it
  istio::Payload payload;
  std::string address;               // what is dialled, as written
  std::optional<std::int64_t> port;  // unset: the scheme's own, or a Service's only one

  std::int64_t port_or_default() const;
};

// Throws UsageError for what is no such URL, for tcp without a port, and for headers without a
// colon.
TraceTarget parse_target(const std::string& url, const cli::Options& options);

}  // namespace mesh::routes
