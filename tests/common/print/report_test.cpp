// SPDX-License-Identifier: Apache-2.0
// One fixed list of findings in every format, against tests/common/print/*.golden.
// UPDATE_GOLDEN=1 writes the files anew.
#include "common/print/report.h"

#include "tests/support/catch.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace mesh;
using namespace mesh::print;

namespace {

constexpr CheckInfo kError{
    .code = "MTLS001", .severity = Severity::Error, .title = "t", .reads = {}, .explain = "e"};
constexpr CheckInfo kInfo{
    .code = "INJ002", .severity = Severity::Info, .title = "t", .reads = {}, .explain = "e"};
constexpr CheckInfo kLoad{
    .code = "LOAD001", .severity = Severity::Error, .title = "t", .reads = {}, .explain = "e"};

Report fixed_report() {
  Report report{
      .plugin = "mtls",
      .version = "1.2.3",
      .scope = {.namespaces = {"shop"}, .objects = {}, .cluster = {}, .files = {"mesh.yaml"}},
      .findings = {},
      .not_checked = {}};
  Finding& mtls = report.findings.emplace_back();
  mtls.check = &kError;
  mtls.object = {.kind = Kind::DestinationRule,
                 .ns = "shop",
                 .name = "reviews",
                 .api_version = "networking.istio.io/v1"};
  mtls.field = FieldPath("spec", "trafficPolicy", "tls", "mode");
  mtls.message = "plaintext is sent to 2 pods that accept only mTLS: requests fail with 503 UC";
  mtls.location = {"mesh.yaml", 41, 13};
  mtls.symptom("503 UC")
      .clients({"shop/frontend", "shop/cart"})
      .remedy("set spec.trafficPolicy.tls.mode to {}", "ISTIO_MUTUAL");
  mtls.because({.kind = Kind::PeerAuthentication,
                .ns = "shop",
                .name = "default",
                .api_version = "security.istio.io/v1"},
               FieldPath("spec", "mtls", "mode"), "sets STRICT");
  mtls.causes[0].location = {"mesh.yaml", 7, 11};
  Finding& load = report.findings.emplace_back();
  load.check = &kLoad;
  load.message = "this document is left out: \x1b[31m\"quoted\"";
  load.location = {"mesh.yaml", 90, 1};
  Finding& inject = report.findings.emplace_back();
  inject.check = &kInfo;
  inject.object = {.kind = Kind::Namespace, .ns = "", .name = "shop", .api_version = "v1"};
  inject.field = FieldPath("metadata", "labels");
  inject.message = "the namespace is not enrolled";
  inject.symptom("connection reset");
  report.not_checked = {{.code = "MTLS004",
                         .kind = Kind::Ingress,
                         .ns = "shop",
                         .reason = "forbidden",
                         .message = "may not list ingresses in shop (403)"},
                        {.code = "MTLS005",
                         .kind = Kind::Ingress,
                         .ns = "shop",
                         .reason = "forbidden",
                         .message = "may not list ingresses in shop (403)"},
                        {.code = "",
                         .kind = Kind::Service,
                         .ns = "",
                         .reason = "forbidden",
                         .message = "may list services only in some namespaces (403)"}};
  report.suppressed = 1;
  report.checks = 41;
  report.objects = 312;
  report.namespaces = 1;
  report.elapsed = std::chrono::milliseconds(60);
  return report;
}

void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(MESH_GOLDEN) + "/" + name + ".golden";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << text;
  }
  std::stringstream golden;
  golden << std::ifstream(path).rdbuf();
  CHECK(text == golden.str());
}

}  // namespace

TEST_CASE("a report as text") {
  check_golden("text", as_text(fixed_report(), Color::No));
}

TEST_CASE("a report as coloured text") {
  check_golden("color", as_text(fixed_report(), Color::Yes));
}

TEST_CASE("a report as JSON") {
  check_golden("json", as_json(fixed_report()));
}

TEST_CASE("a report as names") {
  check_golden("name", as_names(fixed_report()));
}

TEST_CASE("a report without findings says so") {
  Report report{.plugin = "mtls", .version = "1", .scope = {}, .findings = {}, .not_checked = {}};
  report.checks = 9;
  CHECK(as_text(report, Color::No) ==
        "no problems found in 0 namespaces: 9 checks, 0 objects, 0.00s\n");
}
