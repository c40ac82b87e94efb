// SPDX-License-Identifier: Apache-2.0
#include "common/check/run_checks.h"

#include "common/check/suppress.h"
#include "tests/support/catch.h"
#include "tests/support/snapshot_of.h"

using namespace mesh;
using mesh::test::snapshot_of;

namespace {

constexpr const char* kServices = R"(
apiVersion: v1
kind: Service
metadata: { name: b, namespace: shop }
---
apiVersion: v1
kind: Service
metadata:
  name: a
  namespace: shop
  annotations: { mesh.kubectl.io/ignore: "PORT901 known; PORT903 too" }
---
apiVersion: v1
kind: Service
metadata:
  name: c
  namespace: shop
  annotations: { galley.istio.io/analyze-suppress: "IST0118" }
)";

void report_each_service(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    report.add(service.ref, FieldPath("spec"), "wrong");
    report.add(service.ref, FieldPath("spec"), "wrong");
  }
}

void ask_for_pods(const Snapshot& snapshot, Reporter& report) {
  CHECK_FALSE(report.can_tell(snapshot, Kind::Pod, "shop"));
  CHECK_FALSE(report.can_tell(snapshot, Kind::Pod, "shop"));
}

const Check kWarning{.info = {.code = "PORT901",
                              .severity = Severity::Warning,
                              .title = "t",
                              .reads = {Kind::Service},
                              .explain = "e",
                              .peers = "IST0118"},
                     .run = report_each_service};
const Check kError{.info = {.code = "PORT902",
                            .severity = Severity::Error,
                            .title = "t",
                            .reads = {Kind::Service},
                            .explain = "e"},
                   .run = report_each_service};
const Check kPods{.info = {.code = "PORT903",
                           .severity = Severity::Error,
                           .title = "t",
                           .reads = {Kind::Pod},
                           .explain = "e"},
                  .run = ask_for_pods};

CheckResults run(std::vector<const Check*> checks, const Snapshot& snapshot,
                 std::vector<UnreadKind> unread = {}) {
  return run_checks(checks, snapshot, {}, unread);
}

std::vector<std::string> texts(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings) {
    out.push_back(std::string(finding.check->code) + " " + finding.object.qualified_name());
  }
  return out;
}

}  // namespace

TEST_CASE("findings are sorted by severity, code and object, and equal ones merged") {
  const Snapshot snapshot = snapshot_of(kServices);
  CHECK(texts(run({&kWarning, &kError}, snapshot).findings) ==
        std::vector<std::string>{"PORT902 shop/a", "PORT902 shop/b", "PORT902 shop/c",
                                 "PORT901 shop/a", "PORT901 shop/b", "PORT901 shop/c"});
}

TEST_CASE("a check whose kind could not be read is not run, and that is said") {
  const Snapshot snapshot = snapshot_of(kServices);
  const CheckResults results = run({&kWarning, &kPods}, snapshot,
                                   {{.kind = Kind::Service,
                                     .ns = "",
                                     .reason = "forbidden",
                                     .message = "may not list services (403)"}});
  CHECK(results.findings.empty());
  CHECK(results.checks_run == 1);
  REQUIRE(results.not_checked.size() == 2);
  CHECK(results.not_checked[0].code == "PORT901");
  CHECK(results.not_checked[0].reason == "forbidden");
}

TEST_CASE("what a check cannot tell is noted once") {
  const CheckResults results = run({&kPods}, snapshot_of(kServices));
  REQUIRE(results.not_checked.size() == 1);
  CHECK(results.not_checked[0].message == "the input holds no pods");
}

TEST_CASE("annotations silence a finding by our code or by Istio's") {
  const Snapshot snapshot = snapshot_of(kServices);
  CheckResults results = run({&kWarning, &kError}, snapshot);
  CHECK(drop_suppressed(results.findings, snapshot) == 2);
  CHECK(texts(results.findings) == std::vector<std::string>{"PORT902 shop/a", "PORT902 shop/b",
                                                            "PORT902 shop/c", "PORT901 shop/b"});
}

TEST_CASE("the kinds of several checks are read together") {
  const Check* checks[] = {&kWarning, &kPods};
  const Kinds kinds = kinds_read(checks);
  CHECK(kinds.contains(Kind::Service));
  CHECK(kinds.contains(Kind::Pod));
  CHECK_FALSE(kinds.contains(Kind::Secret));
}
