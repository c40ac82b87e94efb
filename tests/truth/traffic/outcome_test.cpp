// SPDX-License-Identifier: Apache-2.0
//
// Of the `can` questions, the last step: what arrives at an endpoint, and what becomes of it there.
#include "common/istio/inbound.h"
#include "tests/support/catch.h"
#include "tests/truth/traffic/truth_case.h"

#include <array>
#include <stdexcept>

using namespace mesh;
using namespace mesh::truth;

namespace {

istio::Wire wire_of(std::string_view word) {
  for (const istio::Wire wire : {istio::Wire::Plaintext, istio::Wire::IstioMtls,
                                 istio::Wire::Simple, istio::Wire::Mutual, istio::Wire::AppTls}) {
    if (text(wire) == word) {
      return wire;
    }
  }
  throw std::runtime_error("unknown wire " + std::string(word));
}

istio::AppProtocol protocol_of(std::string_view word) {
  if (word == "http") {
    return istio::AppProtocol::Http;
  }
  return word == "tls" ? istio::AppProtocol::Tls : istio::AppProtocol::Tcp;
}

void check_endpoint(const Question& question, simdjson::dom::element endpoint) {
  std::string_view pod;
  if (endpoint["pod"].get(pod) != simdjson::SUCCESS) {
    return;  // an address outside the mesh
  }
  const std::size_t slash = pod.find('/');
  const Pod* server = question.snapshot().find<Pod>(pod.substr(0, slash), pod.substr(slash + 1));
  REQUIRE(server != nullptr);
  const auto port = static_cast<std::int32_t>(std::int64_t{endpoint["port"]});
  const istio::Inbound inbound = istio::inbound_of(question.snapshot(), *server, port);
  const istio::ServerOutcome outcome =
      istio::outcome_at(inbound, wire_of(endpoint["wire"]), protocol_of(question.text("protocol")));
  INFO(question.text("id") << ": " << simdjson::minify(endpoint));
  CHECK(text(outcome) == std::string_view(endpoint["outcome"]));
}

}  // namespace

TEST_CASE("a server does with what arrives as Envoy would with istiod's listeners") {
  for (const auto& truth : all_cases()) {
    INFO(truth->name());
    for (const Question& question : truth->questions()) {
      if (question.text("ask") == "can") {
        for (const simdjson::dom::element endpoint :
             simdjson::dom::array(question.json()["answer"]["endpoints"])) {
          check_endpoint(question, endpoint);
        }
      }
    }
  }
}
