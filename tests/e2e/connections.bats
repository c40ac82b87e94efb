# SPDX-License-Identifier: Apache-2.0
# How the plugins reach the API server, and what -v tells of it.

load helpers

@test "a plugin connects as kubectl does, with each kubeconfig, flag and environment of the table" {
  local bin
  bin=$(dirname "$(command -v kubectl-mesh_ports)")
  "$E2E_TESTS/connections/run.py" "$bin" "$(command -v kubectl)" --cluster "$E2E/demo" > "$BATS_TEST_TMPDIR/table" || {
    cat "$BATS_TEST_TMPDIR/table"
    return 1
  }
  sed 's/^/# /' "$BATS_TEST_TMPDIR/table" >&3
}

# The values of all Secrets, in base64 and as text; a line of less than 20 characters proves nothing.
secret_lines() {
  kubectl get secrets -A -o json | jq -r '.items[].data // {} | .[] | ., @base64d' | grep -aE '.{20}' | grep -av '^-----'
}

@test "-v shows the requests, but not what Secrets hold" {
  local level output=$BATS_TEST_TMPDIR/output
  as admin
  secret_lines > "$BATS_TEST_TMPDIR/secrets"
  for level in 6 7 8 9 10; do
    kubectl mesh-certs -A -v "$level" > "$output" 2>&1 || true
    contains "$(tr -d '\0' < "$output")" 'url="https://[^"]*/secrets'
    same "-v=$level tells a secret" "" "$(grep -aFf "$BATS_TEST_TMPDIR/secrets" "$output")"
  done
}
