#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# run.sh [BIN [FILE.bats…]]: real kubectl, real API servers, the plugins in BIN (default build/release/bin).
# Prints TAP and, last, how many tests passed and failed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
bin=$(cd "${1:-$root/build/release/bin}" && pwd)
shift || true
[[ $# -gt 0 ]] || set -- "$here"

clusters=(demo guide without-crds)
E2E=$(mktemp -d)
export E2E

# shellcheck disable=SC2317  # called by the trap
stop_clusters() {
  for cluster in "${clusters[@]}"; do "$here/cluster.sh" down "$E2E/$cluster" || true; done
  rm -rf "$E2E"
}

start_clusters() {
  local pids=() pid
  "$here/cluster.sh" up "$E2E/demo" & pids+=($!)
  "$here/cluster.sh" up "$E2E/guide" & pids+=($!)
  "$here/cluster.sh" up "$E2E/without-crds" --without-crds & pids+=($!)
  for pid in "${pids[@]}"; do wait "$pid"; done
  "$here/load.sh" "$E2E/demo/admin.kubeconfig" "$root/examples/broken-shop" 2> "$E2E/load.log" || { cat "$E2E/load.log" >&2; return 1; }
}

# Nothing of the user's own: kubectl and the plugins keep caches and look for kubeconfigs at home.
isolate() {
  export HOME=$E2E/home PATH=$bin:$root/build/e2e/bin:$PATH
  mkdir -p "$HOME"
  unset KUBECONFIG HTTPS_PROXY https_proxy HTTP_PROXY http_proxy ALL_PROXY all_proxy
}

"$here/build-servers.sh"
trap stop_clusters EXIT
isolate
start_clusters
status=0
bats --formatter tap "$@" | tee "$E2E/tap" || status=1
echo "$(grep -c '^ok' "$E2E/tap" || true) passed, $(grep -c '^not ok' "$E2E/tap" || true) failed"
exit "$status"
