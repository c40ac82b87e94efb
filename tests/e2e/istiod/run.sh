#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# run.sh [BIN]: real pods behind the real injector webhook, asked with the plugins in BIN (default build/release/bin).
# Everything runs in a network of its own, in which istiod's addresses are; that takes root, or user namespaces.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)

if [[ ${1:-} != --inside ]]; then
  bin=$(cd "${1:-$root/build/release/bin}" && pwd)
  "$here/../build-servers.sh"
  "$here/build.sh"
  own_network=(unshare --net)
  [[ $(id -u) == 0 ]] || own_network+=(--map-root-user)
  if ! "${own_network[@]}" true 2> /dev/null; then
    echo "1..0 # SKIP no network of its own can be made here (unshare --net): run as root, or allow user namespaces"
    exit 0
  fi
  exec "${own_network[@]}" "$here/run.sh" --inside "$bin"
fi

cluster=$(mktemp -d)
export ANSWERS=$cluster/answers HOME=$cluster/home PATH=$2:$root/build/e2e/bin:$PATH
mkdir "$HOME"
unset KUBECONFIG HTTPS_PROXY https_proxy HTTP_PROXY http_proxy ALL_PROXY all_proxy

# shellcheck disable=SC2317  # called by the trap
stop() {
  "$here/../cluster.sh" down "$cluster" || true
  rm -rf "$cluster"
}
trap stop EXIT

ip link set lo up
ip address add 192.0.2.11/32 dev lo
ip address add 192.0.2.12/32 dev lo
# The API server asks for its own address, and takes that of the default route.
ip route add default dev lo
"$here/../cluster.sh" up "$cluster"
"$here/install.sh" "$cluster"
"$here/ask.sh" "$cluster" > "$ANSWERS"
status=0
bats --formatter tap "$here/why.bats" || status=1
jq -rs '(map(select(.foretold == .done)) | length) as $agreed | "\($agreed) passed, \(length - $agreed) failed"' "$ANSWERS"
exit "$status"
