#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# bench.sh [BIN]: how fast the plugins in BIN (default build/release/bin) are, as four tables.
# BENCH_PODS (1000), BENCH_DOCUMENTS (10000) and BENCH_ROUNDS (7) change the size.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
e2e=$root/tests/e2e
bin=$(cd "${1:-$root/build/release/bin}" && pwd)
pods=${BENCH_PODS:-1000}
documents=${BENCH_DOCUMENTS:-10000}
rounds=${BENCH_ROUNDS:-7}
work=$(mktemp -d)
cluster=$work/cluster

# shellcheck disable=SC2317  # called by the trap
clean_up() {
  "$e2e/cluster.sh" down "$cluster"
  rm -rf "$work"
}

# ---- measuring ------------------------------------------------------------------------------------------------------

# milliseconds COMMAND…: how long it took; its output and a plugin's exit code 1 (findings) do not matter.
milliseconds() {
  local start=$EPOCHREALTIME status=0
  "$@" > /dev/null 2> "$work/stderr" || status=$?
  local end=$EPOCHREALTIME
  if ((status > 1)); then
    echo "$*: exit $status: $(< "$work/stderr")" >&2
    return 1
  fi
  echo $(((${end/./} - ${start/./}) / 1000))
}

median() { sort -n "$1" | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'; }

# ratio A B
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / (b > 0 ? b : 1) }'; }

# ---- 1: a cluster ---------------------------------------------------------------------------------------------------

start_cluster() {
  "$e2e/cluster.sh" up "$cluster"
  python3 "$here/generate-mesh.py" load "$cluster" --pods "$pods"
  # The control plane, last: its webhook would be called for each pod.
  "$e2e/load.sh" "$cluster/admin.kubeconfig" "$root/examples/broken-shop/00-istio.yaml"
  export KUBECONFIG=$cluster/admin.kubeconfig
}

# requests_of COMMAND…: the lists and gets that a plugin made, from the audit log.
requests_of() {
  local before
  before=$(stat -c %s "$cluster/audit.log")
  "$@" > /dev/null 2>&1 || true
  tail -c +"$((before + 1))" "$cluster/audit.log" |
    jq -r 'select((.userAgent | startswith("kubectl-mesh")) and .responseStatus.code == 200) | .requestURI' | sort -u
}

# The form in which a plugin asks: protobuf for what the API server itself defines, JSON for the rest.
accept_for() {
  case $1 in
    /apis/*.istio.io/* | /apis/gateway.networking.k8s.io/* | /apis/*.gke.io/* | /apis/*.cloud.google.com/*) echo application/json ;;
    /api/* | /apis/*/*/*) echo application/vnd.kubernetes.protobuf ;;
    *) echo application/json ;;
  esac
}

# curl_config FILE: one transfer per path on stdin.
curl_config() {
  local server path first=yes
  server=$(sed -n 's/.*server: //p' "$KUBECONFIG")
  while read -r path; do
    [[ $first == yes ]] || echo next
    first=no
    cat << EOF
url = "$server$path"
header = "Accept: $(accept_for "${path%%\?*}")"
output = "/dev/null"
user-agent = "bench-curl"
cacert = "$cluster/pki/ca.crt"
cert = "$cluster/pki/admin.crt"
key = "$cluster/pki/admin.key"
http2
fail
silent
show-error
EOF
  done > "$1"
}

# compare TITLE KUBECTL-SCOPE PLUGIN-SCOPE…: in turns, so that a busy moment hits all three.
compare() {
  local title=$1 plugin curl kubectl
  shift
  requests_of "$bin/kubectl-mesh-mtls" "$@" > "$work/paths"
  curl_config "$work/curl" < "$work/paths"
  rm -f "$work"/time-*
  for ((i = 0; i < rounds; i++)); do
    milliseconds "$bin/kubectl-mesh-mtls" "$@" >> "$work/time-plugin"
    milliseconds curl --parallel --parallel-max 100 --config "$work/curl" >> "$work/time-curl"
    milliseconds kubectl get pods "$@" -o json >> "$work/time-kubectl"
  done
  plugin=$(median "$work/time-plugin")
  curl=$(median "$work/time-curl")
  kubectl=$(median "$work/time-kubectl")
  printf '%-24s %8s %6d ms %6d ms %7s %6d ms %7s\n' "$title" "$(wc -l < "$work/paths")" \
    "$plugin" "$curl" "$(ratio "$plugin" "$curl")" "$kubectl" "$(ratio "$plugin" "$kubectl")"
}

bench_cluster() {
  local ns
  ns=$(kubectl get namespaces -o name | sed -n 's|^namespace/\(team-.*\)|\1|p' | head -n 1)
  echo
  echo "a cluster with $pods pods: wall time, median of $rounds; curl fetches the same lists in the same form"
  printf '%-24s %8s %9s %9s %7s %9s %7s\n' "" requests plugin curl ratio "get pods" ratio
  compare "mesh-mtls -A" -A
  compare "mesh-mtls -n NAMESPACE" -n "$ns"
}

# ---- 2: files -------------------------------------------------------------------------------------------------------

bench_files() {
  local size wall memory plugin
  python3 "$here/generate-mesh.py" files "$work/mesh.yaml" --documents "$documents"
  size=$(stat -c %s "$work/mesh.yaml")
  echo
  echo "$documents documents, $((size / 1000000)) MB of YAML: median of 3"
  printf '%-24s %9s %9s %12s\n' "" "wall" "MB/s" "peak memory"
  for plugin in inject mtls ports certs routes; do
    rm -f "$work/time-files"
    for _ in 1 2 3; do
      /usr/bin/time -a -o "$work/time-files" -f '%e %M' "$bin/kubectl-mesh-$plugin" -f "$work/mesh.yaml" > /dev/null 2> "$work/stderr" || true
    done
    # GNU time adds a line about an exit code that is not 0.
    read -r wall memory < <(grep -v '^Command' "$work/time-files" | sort -n | sed -n 2p)
    printf '%-24s %7s s %9s %9d MB\n' "mesh-$plugin -f" "$wall" "$(awk -v b="$size" -v s="$wall" 'BEGIN { printf "%.0f", b / 1e6 / s }')" "$((memory / 1024))"
  done
}

# ---- 3: start-up ----------------------------------------------------------------------------------------------------

start_up() {
  if command -v hyperfine > /dev/null; then
    hyperfine --shell=none --warmup 5 --runs 50 --export-json "$work/hyperfine" "$@" > /dev/null 2>&1
    jq -r '.results[0].median * 1000' "$work/hyperfine"
  else
    local start=$EPOCHREALTIME
    for _ in {1..50}; do "$@" > /dev/null; done
    local end=$EPOCHREALTIME
    awk -v us="$((${end/./} - ${start/./}))" 'BEGIN { print us / 50 / 1000 }'
  fi
}

bench_start() {
  local plugin
  echo
  echo "start-up: milliseconds, over 50 runs"
  printf '%-24s %9s %9s\n' "" "--help" version
  for plugin in inject mtls ports certs routes; do
    printf '%-24s %9.1f %9.1f\n' "mesh-$plugin" "$(start_up "$bin/kubectl-mesh-$plugin" --help)" "$(start_up "$bin/kubectl-mesh-$plugin" version)"
  done
}

# ---- 4: completion --------------------------------------------------------------------------------------------------

bench_key() { printf '%-24s %9.1f\n' "$1" "$(start_up "$bin/kubectl-mesh_mtls" __complete "${@:2}")"; }

bench_completion() {
  local ns
  ns=$(kubectl get pods -A -o jsonpath='{.items[0].metadata.namespace}')
  echo
  echo "one press of the key, with the cluster of $pods pods: milliseconds, over 50 runs"
  bench_key "verbs" ""
  bench_key "flags" --
  bench_key "namespaces" -n ""
  bench_key "pods of a namespace" -n "$ns" pod/
  bench_key "pods of all" -A pod/
}

"$e2e/build-servers.sh"
export PATH=$bin:$root/build/e2e/bin:$PATH HOME=$work/home
mkdir -p "$HOME"
trap clean_up EXIT
start_cluster
bench_cluster
bench_files
bench_start
bench_completion
