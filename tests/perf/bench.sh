#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# bench.sh [BIN]: how fast the plugins in BIN (default build/release/bin) are, as tables.
# BENCH_PODS ("1000 10000"), BENCH_DOCUMENTS (10000) and BENCH_ROUNDS (7) change the size; BENCH_ONLY=cluster leaves out
# files and start-up; BENCH_PLUGINS are those that are tried with a cluster.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
e2e=$root/tests/e2e
bin=$(cd "${1:-$root/build/release/bin}" && pwd)
sizes=${BENCH_PODS:-1000 10000}
documents=${BENCH_DOCUMENTS:-10000}
rounds=${BENCH_ROUNDS:-7}
read -ra plugins <<< "${BENCH_PLUGINS:-mtls inject ports certs routes}"
work=$(mktemp -d)
cluster=$work/cluster

# shellcheck disable=SC2317  # called by the trap
clean_up() {
  "$e2e/cluster.sh" down "$cluster"
  rm -rf "$work"
}

# ---- measuring ------------------------------------------------------------------------------------------------------

# measured FILE COMMAND…: adds a line "wall CPU memory", in ms and MB. Its output and a plugin's exit code 1 (findings) do
# not matter.
measured() {
  local file=$1 start end status=0
  shift
  start=$EPOCHREALTIME
  /usr/bin/time -q -o "$work/usage" -f '%U %S %M' "$@" > /dev/null 2> "$work/stderr" || status=$?
  end=$EPOCHREALTIME
  if ((status > 1)); then
    echo "$*: exit $status: $(< "$work/stderr")" >&2
    return 1
  fi
  awk -v wall="$((${end/./} - ${start/./}))" '{ printf "%.0f %.0f %.0f\n", wall / 1000, ($1 + $2) * 1000, $3 / 1024 }' "$work/usage" >> "$file"
}

# median_of COLUMN FILE
median_of() { cut -d' ' -f"$1" "$2" | sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'; }

# ratio A B
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / (b > 0 ? b : 1) }'; }

# ---- 1: a cluster ---------------------------------------------------------------------------------------------------

start_cluster() {
  "$e2e/cluster.sh" up "$cluster"
  python3 "$here/generate-mesh.py" load "$cluster" --pods "$1"
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

# compare PLUGIN SCOPE…: in turns with a plain client and, for the first plugin, kubectl, so that a busy moment hits all.
compare() {
  local plugin=$1 i
  shift
  kubectl_runs=$work/kubectl$1
  requests_of "$bin/kubectl-mesh-$plugin" "$@" > "$work/paths"
  curl_config "$work/curl" < "$work/paths"
  rm -f "$work"/of-*
  for ((i = 0; i < rounds; i++)); do
    measured "$work/of-plugin" "$bin/kubectl-mesh-$plugin" "$@"
    measured "$work/of-curl" curl --parallel --parallel-max 100 --config "$work/curl"
    # It takes so long that it hardly varies.
    ((i > 2)) || [[ $plugin != "${plugins[0]}" ]] || measured "$kubectl_runs" kubectl get pods "$@" -o json
  done
  row "mesh-$plugin $1"
}

row() {
  local wall cpu memory floor floor_cpu kubectl kubectl_memory
  wall=$(median_of 1 "$work/of-plugin")
  cpu=$(median_of 2 "$work/of-plugin")
  memory=$(median_of 3 "$work/of-plugin")
  floor=$(median_of 1 "$work/of-curl")
  floor_cpu=$(median_of 2 "$work/of-curl")
  kubectl=$(median_of 1 "$kubectl_runs")
  kubectl_memory=$(median_of 3 "$kubectl_runs")
  printf '| %-14s | %5d | %6d ms | %6d ms | %5s | %5d ms | %5d ms | %4d MB | %6d ms | %5s | %5d MB | %5s |\n' "$1" "$(wc -l < "$work/paths")" \
    "$wall" "$floor" "$(ratio "$wall" "$floor")" "$cpu" "$floor_cpu" "$memory" "$kubectl" "$(ratio "$kubectl" "$wall")" "$kubectl_memory" "$(ratio "$kubectl_memory" "$memory")"
}

# The first whose rules do not turn mTLS off: with one that does, mesh-mtls reads the pods of all namespaces.
plain_namespace() {
  kubectl get destinationrules -A -o json |
    jq -r '[.items[] | {ns: .metadata.namespace, off: (.spec.trafficPolicy.tls.mode == "DISABLE")}] | group_by(.ns)[] | select(any(.off) | not) | .[0].ns' | head -n 1
}

bench_key() { printf '%-24s %9.1f\n' "$1" "$(start_up "$bin/kubectl-mesh_mtls" __complete "${@:2}")"; }

# bench_completion PODS NAMESPACE
bench_completion() {
  echo
  echo "one press of the key, with the cluster of $1 pods: milliseconds, over 50 runs"
  bench_key "verbs" ""
  bench_key "flags" --
  bench_key "namespaces" -n ""
  bench_key "pods of a namespace" -n "$2" pod/
  bench_key "pods of all" -A pod/
}

# bench_cluster PODS
bench_cluster() {
  local ns plugin
  start_cluster "$1"
  ns=$(plain_namespace)
  echo
  echo "a cluster with $1 injected pods: medians of $rounds; the floor is curl fetching the same lists in the same form;"
  echo "kubectl: get pods of the same scope -o json"
  echo
  printf '| %-14s | %5s | %9s | %9s | %5s | %8s | %8s | %7s | %9s | %5s | %8s | %5s |\n' "" lists wall floor ratio CPU "its CPU" memory kubectl "×" memory "×"
  echo '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|'
  for plugin in "${plugins[@]}"; do
    compare "$plugin" -A
    compare "$plugin" -n "$ns"
  done
  for plugin in "${plugins[@]}"; do
    "$e2e/compare-scopes.sh" "$plugin" "$ns"
  done
  bench_completion "$1" "$ns"
  "$e2e/cluster.sh" down "$cluster"
  rm -rf "$cluster" "$work"/kubectl*
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
    # One command is one word to it.
    hyperfine --shell=none --warmup 5 --runs 50 --export-json "$work/hyperfine" "$(printf '%q ' "$@")" > /dev/null 2>&1
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

"$e2e/build-servers.sh"
export PATH=$bin:$root/build/e2e/bin:$PATH HOME=$work/home
mkdir -p "$HOME"
trap clean_up EXIT
echo "$(nproc) × $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo); load $(cut -d' ' -f1 /proc/loadavg)"
for size in $sizes; do bench_cluster "$size"; done
[[ ${BENCH_ONLY:-} != cluster ]] || exit 0
bench_files
bench_start
