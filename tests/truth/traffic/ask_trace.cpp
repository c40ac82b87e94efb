// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"
#include "plugins/routes/verbs/trace_words.h"
#include "tests/truth/traffic/askers.h"
#include "tests/truth/traffic/payload.h"

namespace mesh::truth {

istio::Payload payload_of(const Question& question) {
  using Kind = istio::Payload::Kind;
  istio::Payload out;
  const std::string_view protocol = question.text("protocol");
  out.kind = protocol == "http"    ? Kind::Http
             : protocol == "https" ? Kind::Https
             : protocol == "tls"   ? Kind::Tls
                                   : Kind::Tcp;
  out.sni = question.text("sni");
  out.request.authority = question.text("host");
  if (question.has("method")) {
    out.request.method = question.text("method");
  }
  if (question.has("path")) {
    out.request.path = question.text("path");
  }
  for (const auto& [name, value] : question.headers()) {
    out.request.headers[to_lower(name)] = value;
  }
  return out;
}

std::string words_of(const istio::Trace& trace) {
  print::JsonWriter json;
  json.begin_object();
  routes::write_trace(json, trace);
  json.end_object();
  return json.take();
}

std::string ask_trace(const Question& question) {
  const istio::MeshIndex index(question.snapshot());
  const istio::ProxyScope scope(index, question.pod("from"));
  return words_of(istio::trace_from_sidecar(
      scope, {.address = std::string(question.text("address")), .port = question.number("port")},
      payload_of(question)));
}

}  // namespace mesh::truth
