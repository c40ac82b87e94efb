// SPDX-License-Identifier: Apache-2.0
#include "plugins/certs/plugin.h"
#include "plugins/inject/plugin.h"
#include "plugins/mtls/plugin.h"
#include "plugins/ports/plugin.h"
#include "plugins/routes/plugin.h"
#include "tests/plugins/case_file.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <array>
#include <set>

using namespace mesh;
using namespace mesh::test;

namespace {

const std::array<const cli::Plugin*, 5> kPlugins{&inject::kPlugin, &mtls::kPlugin, &ports::kPlugin,
                                                 &certs::kPlugin, &routes::kPlugin};

std::filesystem::path cases_of(const cli::Plugin& plugin) {
  return std::filesystem::path(MESH_CASES) / std::string(plugin.name);
}

const Check* find_check(const cli::Plugin& plugin, std::string_view code) {
  for (const Check* check : plugin.checks) {
    if (check->info.code == code) {
      return check;
    }
  }
  return nullptr;
}

struct CaseFolder {
  std::string name;
  const Check* check = nullptr;  // named by the folder's wants
  std::vector<CaseFile> files;
};

std::vector<CaseFolder> case_folders(const cli::Plugin& plugin) {
  std::vector<CaseFolder> folders;
  for (const auto& entry : std::filesystem::directory_iterator(cases_of(plugin))) {
    if (!entry.is_directory()) {
      continue;  // a plugin's own tests, and scripts that make its cases
    }
    CaseFolder folder{.name = entry.path().filename().string(),
                      .check = nullptr,
                      .files = read_case_folder(entry.path())};
    for (const CaseFile& file : folder.files) {
      for (const Want& want : file.wants) {
        folder.check = folder.check != nullptr ? folder.check : find_check(plugin, want.code);
      }
    }
    folders.push_back(std::move(folder));
  }
  return folders;
}

void check_case_files(const cli::Plugin& plugin) {
  for (const CaseFolder& folder : case_folders(plugin)) {
    CAPTURE(folder.name);
    REQUIRE(folder.check != nullptr);
    for (const CaseFile& file : folder.files) {
      CAPTURE(file.path.string());
      CHECK(differences(file, *folder.check) == std::vector<std::string>{});
    }
  }
}

// The kinds to take away one by one; pods and workloads count as one, because any of them may
// stand for the pods.
std::vector<Kinds> removable_parts(Kinds reads) {
  std::vector<Kinds> parts;
  Kinds pods;
  for (const KindInfo& kind : all_kinds()) {
    if (!reads.contains(kind.kind)) {
      continue;
    }
    if (kPodsAndWorkloads.contains(kind.kind)) {
      pods.add(kind.kind);
    } else {
      parts.push_back(Kinds{kind.kind});
    }
  }
  if (!pods.empty()) {
    parts.push_back(pods);
  }
  return parts;
}

Kinds without(Kinds kinds, Kinds part) {
  for (const KindInfo& kind : all_kinds()) {
    if (part.contains(kind.kind)) {
      kinds.remove(kind.kind);
    }
  }
  return kinds;
}

std::string name_of(Kinds part) {
  for (const KindInfo& kind : all_kinds()) {
    if (part.contains(kind.kind)) {
      return std::string(kind.name);
    }
  }
  return {};
}

// A declared kind that changes no case is read for nothing, or not tested.
void check_declared_kinds(const cli::Plugin& plugin) {
  for (const CaseFolder& folder : case_folders(plugin)) {
    CAPTURE(folder.name);
    REQUIRE(folder.check != nullptr);
    for (const Kinds part : removable_parts(folder.check->info.reads)) {
      const Kinds kept = without(folder.check->info.reads, part);
      const bool changes =
          std::any_of(folder.files.begin(), folder.files.end(), [&](const CaseFile& file) {
            return run_case(file, *folder.check, folder.check->info.reads) !=
                   run_case(file, *folder.check, kept);
          });
      INFO(folder.check->info.code << " declares " << name_of(part) << ", and no case needs it");
      CHECK(changes);
    }
  }
}

void check_plugin(const cli::Plugin& plugin) {
  SECTION("every want is found, and nothing else") {
    check_case_files(plugin);
  }
  SECTION("every declared kind is needed by some case") {
    check_declared_kinds(plugin);
  }
}

bool is_code(std::string_view code) {
  static const std::set<std::string_view> kPrefixes{"INJ", "MTLS", "PORT", "CERT", "ROUTE"};
  const std::string_view prefix = code.substr(0, code.find_first_of("0123456789"));
  return kPrefixes.contains(prefix) && code.size() == prefix.size() + 3;
}

}  // namespace

TEST_CASE("case files of mesh-inject", "[inject]") {
  check_plugin(inject::kPlugin);
}

TEST_CASE("case files of mesh-mtls", "[mtls]") {
  check_plugin(mtls::kPlugin);
}

TEST_CASE("case files of mesh-ports", "[ports]") {
  check_plugin(ports::kPlugin);
}

TEST_CASE("case files of mesh-certs", "[certs]") {
  check_plugin(certs::kPlugin);
}

TEST_CASE("case files of mesh-routes", "[routes]") {
  check_plugin(routes::kPlugin);
}

TEST_CASE("codes are unique and well-formed, and every check explains itself", "[check-list]") {
  std::set<std::string_view> codes;
  for (const cli::Plugin* plugin : kPlugins) {
    for (const Check* check : plugin->checks) {
      const CheckInfo& info = check->info;
      CAPTURE(info.code);
      CHECK(codes.insert(info.code).second);
      CHECK(is_code(info.code));
      CHECK_FALSE(info.title.empty());
      CHECK(info.title.size() <= 70);
      CHECK(info.title.find('\n') == std::string_view::npos);
      CHECK_FALSE(info.explain.empty());
      CHECK_FALSE(info.reads.empty());
    }
  }
}

TEST_CASE("every check has case files with at least one want", "[check-list]") {
  for (const cli::Plugin* plugin : kPlugins) {
    std::set<const Check*> with_cases;
    for (const CaseFolder& folder : case_folders(*plugin)) {
      with_cases.insert(folder.check);
    }
    for (const Check* check : plugin->checks) {
      CAPTURE(check->info.code);
      CHECK(with_cases.contains(check));
    }
  }
}

TEST_CASE("a field with one fault is told by one check", "[check-list]") {
  // Two faults in one word: pods without sidecars, and a policy for the whole mesh.
  const std::string two_faults =
      "destinationrule istio-system/default spec.trafficPolicy.tls.mode: MTLS003 MTLS026";
  for (const cli::Plugin* plugin : kPlugins) {
    for (const CaseFolder& folder : case_folders(*plugin)) {
      for (const CaseFile& file : folder.files) {
        CAPTURE(file.path.string());
        std::vector<std::string> fields = fields_told_twice(file, plugin->checks);
        std::erase(fields, two_faults);
        CHECK(fields == std::vector<std::string>{});
      }
    }
  }
}

TEST_CASE("retired codes are not used again", "[check-list]") {
  for (const cli::Plugin* plugin : kPlugins) {
    CHECK(find_check(*plugin, "CERT016") == nullptr);
  }
}
