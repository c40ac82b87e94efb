// SPDX-License-Identifier: Apache-2.0
#include "common/print/json_writer.h"
#include "tests/truth/traffic/asked_port.h"
#include "tests/truth/traffic/askers.h"

namespace mesh::truth {

std::string ask_protocol(const Question& question) {
  const istio::MeshIndex index(question.snapshot());
  const AskedPort asked = asked_port(index, question);
  const istio::ProxyScope scope(index, question.pod("from"));
  print::JsonWriter json;
  json.begin_object();
  json.member("protocol", istio::client_protocol(scope, *asked.service, *asked.port));
  json.end_object();
  return json.take();
}

}  // namespace mesh::truth
