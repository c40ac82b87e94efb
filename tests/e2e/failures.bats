# SPDX-License-Identifier: Apache-2.0
# Servers that cannot be used: exit code 2 and one sentence.

load helpers

# fails_with PATTERN: each plugin, with the current kubeconfig.
fails_with() {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    exits 2 kubectl "mesh-$plugin" -A
    same "mesh-$plugin: stdout" "" "$(< "$BATS_TEST_TMPDIR/stdout")"
    same "mesh-$plugin: lines on stderr" 1 "$(wc -l < "$BATS_TEST_TMPDIR/stderr")"
    contains "$(< "$BATS_TEST_TMPDIR/stderr")" "$1"
  done
}

@test "an expired token" {
  as expired-token
  fails_with 'unauthorized|401|logged in|credentials'
}

@test "an expired client certificate" {
  as expired-certificate
  fails_with 'unauthorized|401|logged in|credentials|expired'
}

@test "a server that does not run is named with host and port" {
  as stopped
  fails_with "$(sed -n 's|.*server: https://||p' "$KUBECONFIG")"
}

@test "a server whose certificate another CA signed" {
  as wrong-ca
  fails_with 'certificate'
}

@test "a kubeconfig that does not exist" {
  export KUBECONFIG=$BATS_TEST_TMPDIR/missing
  fails_with 'kubeconfig|missing|cluster|server'
}
