# SPDX-License-Identifier: Apache-2.0
# Who scrapes, as Prometheus' own kinds say: read where they are installed.

load helpers

setup_file() {
  as admin guide
  "$E2E_TESTS/monitors/crds.sh" > "$BATS_FILE_TMPDIR/crds.yaml"
  kubectl create -f "$BATS_FILE_TMPDIR/crds.yaml" > /dev/null
  kubectl wait --for=condition=Established --timeout=60s -f "$BATS_FILE_TMPDIR/crds.yaml" > /dev/null
  "$E2E_TESTS/load.sh" "$KUBECONFIG" "$E2E_TESTS/monitors/mesh.yaml"
}

teardown_file() {
  "$E2E_TESTS/load.sh" --remove "$KUBECONFIG" "$E2E_TESTS/monitors/mesh.yaml"
  kubectl delete -f "$BATS_FILE_TMPDIR/crds.yaml" > /dev/null
}

setup() { as admin guide; }

@test "scrapes that STRICT refuses are found, in the cluster as in files" {
  local files
  files=$(report mtls -f "$E2E_TESTS/monitors/mesh.yaml" | findings)
  contains "$files" '^MTLS007 Service watched/cart$'
  contains "$files" '^MTLS007 Pod watched/cart$'
  same "-A" "$files" "$(report mtls -A | findings)"
  same "-n" "$files" "$(report mtls -n watched | findings)"
}

@test "strict names them, and who may not read them is told" {
  contains "$(kubectl mesh-mtls strict watched || true)" 'servicemonitor watched/everyone'
  as limited guide
  report mtls -A > "$BATS_TEST_TMPDIR/report"
  contains "$(jq -r '.notChecked[] | "\(.code // "") \(.message)"' "$BATS_TEST_TMPDIR/report")" 'may not list .*servicemonitors'
}
