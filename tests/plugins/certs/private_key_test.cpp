// SPDX-License-Identifier: Apache-2.0
//
// Private keys must not reach any output, whatever is wrong with them or with the file they are in.

#include "common/check/run_checks.h"
#include "common/load/locate.h"
#include "common/load/manifest_source.h"
#include "common/print/report.h"
#include "plugins/certs/checks.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace mesh;

namespace {

constexpr std::string_view kMark = "TUFSS0VELVBSSVZBVEUtS0VZ";  // "MARKED-PRIVATE-KEY" in base64

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// All that mesh-certs says about a file, in every format.
std::string all_output(const std::filesystem::path& file) {
  load::Loaded loaded = load::load_manifests({.files = {file.string()},
                                              .recursive = false,
                                              .default_ns = "default",
                                              .kinds = kinds_read(certs::kChecks)});
  CheckResults results =
      run_checks(certs::kChecks, loaded.snapshot, {.now = {}, .min_days = 100000}, {});
  print::Report report{.plugin = "certs",
                       .version = "test",
                       .scope = {},
                       .findings = std::move(results.findings),
                       .not_checked = std::move(results.not_checked)};
  report.findings.insert(report.findings.end(), loaded.findings.begin(), loaded.findings.end());
  load::locate_findings(report.findings, loaded.sources);
  return print::as_text(report, print::Color::Yes) + print::as_json(report) +
         print::as_names(report);
}

// The lines between BEGIN and END of each private key in plain text, without the short last ones.
std::vector<std::string> key_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    const std::string trimmed = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    if (trimmed.find("PRIVATE KEY-----") != std::string::npos) {
      inside = trimmed.starts_with("-----BEGIN");
    } else if (inside && trimmed.size() > 20) {
      lines.push_back(trimmed);
    }
  }
  return lines;
}

// What follows `tls.key: ` in base64.
std::vector<std::string> encoded_keys(const std::string& text) {
  std::vector<std::string> values;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const std::size_t at = line.find("key: LS0t");
    if (at != std::string::npos) {
      values.push_back(line.substr(at + 60, 40));  // behind what all PEM keys begin with
    }
  }
  return values;
}

const std::filesystem::path kCases = std::filesystem::path(MESH_CASES) / "certs";

// A Gateway that uses Secret `cert`, followed by `secret`.
std::string manifest(const std::string& secret) {
  return R"(
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: gateway, namespace: shop }
spec:
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: ["a.example.com"]
      tls: { mode: MUTUAL, credentialName: cert }
---
apiVersion: v1
kind: Secret
metadata: { name: cert, namespace: shop }
)" + secret;
}

std::string output_of(const std::string& secret) {
  const test::TempFolder folder;
  folder.write("secret.yaml", manifest(secret));
  return all_output(std::filesystem::path(folder.path()) / "secret.yaml");
}

}  // namespace

TEST_CASE("no output about a case file holds any of its private keys") {
  std::size_t keys = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kCases)) {
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    CAPTURE(entry.path().string());
    const std::string text = read(entry.path());
    const std::string output = all_output(entry.path());
    for (const std::vector<std::string>& secrets : {key_lines(text), encoded_keys(text)}) {
      keys += secrets.size();
      for (const std::string& secret : secrets) {
        CHECK(output.find(secret) == std::string::npos);
      }
    }
  }
  CHECK(keys > 100);
}

TEST_CASE("no output about a file that is broken around a private key holds the key") {
  const std::string mark(kMark);
  const std::string key =
      "-----BEGIN PRIVATE KEY-----\\n" + mark + "\\n-----END PRIVATE KEY-----\\n";
  const std::string secrets[] = {
      // Good, swapped, unfinished, encrypted, no PEM, no base64.
      "stringData: { tls.crt: \"" + key + "\", tls.key: \"" + key + "\" }\n",
      "stringData: { tls.crt: \"" + key + "\", tls.key: \"-----BEGIN PRIVATE KEY-----\\n" + mark +
          "\" }\n",
      "stringData: { tls.crt: x, tls.key: \"-----BEGIN ENCRYPTED PRIVATE KEY-----\\n" + mark +
          "\\n-----END ENCRYPTED PRIVATE KEY-----\\n\" }\n",
      "stringData: { tls.crt: \"" + mark + "\", tls.key: \"" + mark + "\" }\n",
      "data: { tls.crt: \"" + mark + "\", tls.key: \"" + mark + "%\" }\n",
      // The label of the block is the key.
      "stringData: { tls.crt: \"-----BEGIN " + mark + "-----\", tls.key: \"-----BEGIN " + mark +
          "-----\" }\n",
      // Of a wrong type, or in a wrong place.
      "data: " + mark + "\n",
      "data: [" + mark + "]\n",
      "stringData: { tls.key: { pem: " + mark + " } }\n",
      "stringData: { tls.key: [" + mark + "] }\n",
      "type: [" + mark + "]\n",
      "tls.key: " + mark + "\n",
      // Not YAML: a block that is not indented, quotes that are not closed, a tab.
      "stringData:\n  tls.key: |\n-----BEGIN PRIVATE KEY-----\n" + mark +
          "\n-----END PRIVATE KEY-----\n",
      "stringData:\n  tls.key: \"-----BEGIN PRIVATE KEY-----\n" + mark + "\n",
      "stringData:\n  tls.key: -----BEGIN PRIVATE KEY-----: " + mark + ": x\n",
      "stringData:\n\ttls.key: " + mark + "\n",
      "stringData:\n  tls.key: *" + mark + "\n",
      "stringData:\n  tls.key: !" + mark + " x\n",
  };
  for (const std::string& secret : secrets) {
    CAPTURE(secret);
    const std::string output = output_of(secret);
    CHECK(output.find(kMark) == std::string::npos);
    CHECK(output.find("error") != std::string::npos);
  }
}

TEST_CASE("the annotation that repeats a Secret is not kept") {
  const test::TempFolder folder;
  folder.write("secret.yaml", R"(
apiVersion: v1
kind: Secret
metadata:
  name: cert
  namespace: shop
  annotations:
    other: kept
    kubectl.kubernetes.io/last-applied-configuration: '{"data": {"tls.key": ")" +
                                  std::string(kMark) + R"("}}'
)");
  const load::Loaded loaded = load::load_manifests({.files = {folder.path()},
                                                    .recursive = false,
                                                    .default_ns = "default",
                                                    .kinds = Kinds{Kind::Secret}});
  CHECK(loaded.snapshot.all<Secret>().front().meta.annotations.text() == "other=kept");
}
