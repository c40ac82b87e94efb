# SPDX-License-Identifier: Apache-2.0
# A cluster where Istio was never installed.

load helpers

setup() { as admin without-crds; }

@test "all five run" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do report "$plugin" -A > /dev/null; done
}

@test "it is said that Istio's kinds are not installed" {
  local plugin
  for plugin in mtls certs routes; do contains "$(kubectl "mesh-$plugin" -A || true)" 'not installed'; done
}

@test "the token user is told the same" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    as admin without-crds
    report "$plugin" -A | jq 'del(.scope)' > "$BATS_TEST_TMPDIR/admin"
    as token without-crds
    report "$plugin" -A | jq 'del(.scope)' > "$BATS_TEST_TMPDIR/token"
    diff "$BATS_TEST_TMPDIR/admin" "$BATS_TEST_TMPDIR/token"
  done
}
