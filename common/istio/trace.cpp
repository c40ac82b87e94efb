// SPDX-License-Identifier: Apache-2.0
#include "common/istio/trace.h"

namespace mesh::istio {

std::string_view text(TraceResult result) {
  switch (result) {
    case TraceResult::Routed:
      return "routed";
    case TraceResult::Passthrough:
      return "passthrough";
    case TraceResult::Blackhole:
      return "blackhole";
    case TraceResult::Redirect:
      return "redirect";
    case TraceResult::DirectResponse:
      return "direct_response";
    case TraceResult::NotFound:
      return "not_found";
    case TraceResult::HttpsRedirect:
      return "https_redirect";
    case TraceResult::NoListener:
      return "no_listener";
    case TraceResult::NoFilterChain:
      return "no_filter_chain";
    case TraceResult::ProtocolError:
      return "protocol_error";
    case TraceResult::TlsError:
      return "tls_error";
    case TraceResult::RejectedListener:
      return "rejected_listener";
  }
  return {};
}

}  // namespace mesh::istio
