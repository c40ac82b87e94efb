#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# mtls strict: what is in the way, and the plan. BIN is the folder of the binaries, ROOT the top folder.

load helpers

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  unset KUBECONFIG
  export HOME=$BATS_TEST_TMPDIR
}

strict() { "$BIN/kubectl-mesh_mtls" strict -f "$ROOT/examples/broken-shop" "$@"; }

@test "mtls strict names what is in the way, and a plan that begins with PERMISSIVE" {
  exits 0 strict shop
  says stdout "namespace shop is STRICT, but something is cut off"
  says stdout "blocker: deployment shop/search: no pod has a sidecar"
  says stdout "possible: 1 workload of namespace payments"
  says stdout "plan 1: set the namespace to PERMISSIVE"
  exits 0 strict shop -o json
  [[ $(jq -c '[.kind, .ready, .blockers[0].object.name, .decidedBy.object.name]' stdout) == \
    '["StrictPlan",false,"checkout","checkout"]' ]]
  [[ $(jq -r '.plan[-1].command' stdout) == *STRICT* ]]
  exits 0 strict catalog -o json
  [[ $(jq .ready stdout) == true ]]
}

@test "mtls strict takes one namespace that exists and is not the root" {
  exits 2 strict
  says stderr "error: strict takes one namespace"
  exits 2 strict nope
  says stderr 'namespace "nope" not found'
  exits 2 strict istio-system
  says stderr "root namespace"
}
