# SPDX-License-Identifier: Apache-2.0
# Started by a real kubectl.

load helpers

setup() { as admin; }

@test "kubectl lists the plugins under their underscore names" {
  local plugin list
  list=$(kubectl plugin list 2> "$BATS_TEST_TMPDIR/warnings")
  # A folder of PATH that is not there is no fault of the plugins.
  same warnings "" "$(grep -v '^Unable to read directory' "$BATS_TEST_TMPDIR/warnings")"
  for plugin in "${PLUGINS[@]}"; do contains "$list" "/kubectl-mesh_$plugin\$"; done
}

@test "kubectl mesh-NAME and kubectl mesh NAME start the plugin" {
  local plugin version
  version=$(sed -n 's/^project(kubectl-mesh VERSION \([0-9.]*\) .*/\1/p' "$ROOT/CMakeLists.txt")
  for plugin in "${PLUGINS[@]}"; do
    contains "$(kubectl "mesh-$plugin" version)" "$version"
    contains "$(kubectl mesh "$plugin" version)" "$version"
  done
}

@test "kubectl hands the exit code on" {
  exits 1 kubectl mesh-routes -n shop
  exits 0 kubectl mesh-routes -n shop --fail-on never
  exits 2 kubectl mesh-routes --no-such-flag
}
