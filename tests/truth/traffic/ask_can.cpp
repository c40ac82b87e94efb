// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/verbs/reach_words.h"
#include "tests/truth/traffic/asked_port.h"
#include "tests/truth/traffic/askers.h"

namespace mesh::truth {

std::string ask_can(const Question& question) {
  using istio::AppProtocol;
  const istio::MeshIndex index(question.snapshot());
  const AskedPort asked = asked_port(index, question);
  const std::string_view word = question.text("protocol");
  const AppProtocol protocol = word == "http"  ? AppProtocol::Http
                               : word == "tls" ? AppProtocol::Tls
                                               : AppProtocol::Tcp;
  const istio::Reach reach = istio::reach(index, {.client = question.pod("from"),
                                                  .service = *asked.service,
                                                  .port = *asked.port,
                                                  .protocol = protocol});
  print::JsonWriter json;
  json.begin_object();
  mtls::write_reach(json, reach, protocol);
  json.end_object();
  return json.take();
}

}  // namespace mesh::truth
