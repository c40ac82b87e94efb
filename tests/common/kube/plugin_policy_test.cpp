// SPDX-License-Identifier: Apache-2.0
#include "common/kube/plugin_policy.h"

#include "tests/common/kube/environment.h"
#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

// Whether a kuberc that lists `allowed` lets `command` run, with two folders in PATH.
struct Allowlist {
  test::TempFolder first;
  test::TempFolder second;
  std::string allowed;

  bool lets(const std::string& command) const {
    ExecPlugin plugin;
    plugin.command = command;
    plugin.policy = {PluginPolicy::Type::Allowlist, {allowed}};
    const Environment environment =
        environment_of({{"PATH", first.path("") + ":" + second.path("")}});
    return error_of([&] { require_allowed(plugin, environment); }) == "no error";
  }
};

std::string error_in(const std::string& kuberc) {
  const test::TempFolder dir;
  return error_of([&] { load_plugin_policy(dir.write("kuberc", kuberc), environment_of({})); });
}

}  // namespace

TEST_CASE("a listed name means the file that PATH leads to") {
  Allowlist list;
  list.allowed = "helper";
  const std::string in_path = list.first.write_script("helper", "");
  const std::string shadowed = list.second.write_script("helper", "");
  CHECK(list.lets("helper"));
  CHECK(list.lets(in_path));
  CHECK_FALSE(list.lets(shadowed));
  CHECK_FALSE(list.lets("other"));
}

TEST_CASE("a listed path means that file alone") {
  Allowlist list;
  const std::string shadowed = list.second.write_script("helper", "");
  list.allowed = shadowed;
  CHECK(list.lets("helper"));
  CHECK(list.lets(shadowed));
  list.first.write_script("helper", "");
  CHECK_FALSE(list.lets("helper"));
}

TEST_CASE("a kuberc that makes no sense is refused, for it may forbid what would run") {
  CHECK(contains(error_in("credentialPluginPolicy: Perhaps"), "\"Perhaps\""));
  CHECK(contains(error_in("credentialPluginAllowlist: [{command: a}]"), "Allowlist only"));
  CHECK(contains(error_in("credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: []"),
                 "use DenyAll"));
  CHECK(contains(error_in("credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{}]"),
                 "no command"));
}

TEST_CASE("without a kuberc every plugin may run") {
  const PluginPolicy policy = load_plugin_policy("", environment_of({{"HOME", "/nope"}}));
  CHECK(policy.type == PluginPolicy::Type::AllowAll);
}
