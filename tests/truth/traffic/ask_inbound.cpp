// SPDX-License-Identifier: Apache-2.0
#include "common/istio/inbound.h"
#include "common/print/json_writer.h"
#include "tests/truth/traffic/askers.h"

namespace mesh::truth {

std::string ask_inbound(const Question& question) {
  const istio::Inbound inbound =
      istio::inbound_of(question.snapshot(), question.pod("pod"), question.number("port"));
  print::JsonWriter json;
  json.begin_object();
  json.key("sidecar");
  json.boolean(inbound.has_sidecar());
  if (inbound.has_sidecar()) {
    json.member("plaintext", istio::text(inbound.plaintext));
    json.member("mtls", istio::text(inbound.mtls));
    json.member("tls", istio::text(inbound.tls));
    json.key("acceptsPlaintext");
    json.boolean(inbound.accepts_plaintext());
    json.key("acceptsMtls");
    json.boolean(inbound.accepts_mtls());
    json.member("mode", istio::text(inbound.mode));
  }
  json.end_object();
  return json.take();
}

}  // namespace mesh::truth
