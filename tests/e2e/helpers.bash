# SPDX-License-Identifier: Apache-2.0
# Shared by the .bats files. run.sh sets E2E, the folder of the clusters it started: demo, guide, without-crds.

E2E_TESTS=${BASH_SOURCE[0]%/*}
ROOT=$(cd "$E2E_TESTS/../.." && pwd)
# shellcheck disable=SC2034  # for the tests
{
  DEMO=$ROOT/examples/broken-shop
  PLUGINS=(inject mtls ports certs routes)
}

# A report that fails must not hide behind the jq that reads it.
set -o pipefail

# as USER [CLUSTER]: which kubeconfig is used from here on.
as() { export KUBECONFIG=$E2E/${2:-demo}/$1.kubeconfig; }

# The plugin's report as JSON on stdout. If it could not run, a report that says so, for a test that only compares.
report() {
  local plugin=$1 status=0 output
  shift
  output=$(kubectl "mesh-$plugin" "$@" -o json 2> "$BATS_TEST_TMPDIR/report.log") || status=$?
  if ((status > 1)); then
    output=$(jq -Rs "{findings: [{code: \"EXIT $status\", object: {kind: ., name: \"\"}}], notChecked: []}" "$BATS_TEST_TMPDIR/report.log")
  fi
  printf '%s\n' "$output"
  ((status <= 1))
}

# Findings as they are, but for where in a file they were found.
without_places() { jq '.findings | walk(if type == "object" then del(.file, .line, .column) else . end)'; }

# CODE Kind namespace/name, one a line.
findings() { jq -r '.findings[] | "\(.code) \(.object.kind) \([.object.namespace, .object.name] | map(select(. != null and . != "")) | join("/"))"' | sort -u; }

# same WHAT EXPECTED ACTUAL: fails, and shows the difference.
same() {
  if [[ $2 != "$3" ]]; then
    echo "$1:"
    diff <(printf '%s\n' "$2") <(printf '%s\n' "$3") || true
    return 1
  fi
}

# exits CODE COMMAND…: runs it with stdout and stderr in $BATS_TEST_TMPDIR/stdout and …/stderr.
exits() {
  local want=$1 status=0
  shift
  "$@" > "$BATS_TEST_TMPDIR/stdout" 2> "$BATS_TEST_TMPDIR/stderr" || status=$?
  if [[ $status != "$want" ]]; then
    printf '%s\nexit %s instead of %s; stderr:\n%s\n' "$*" "$status" "$want" "$(< "$BATS_TEST_TMPDIR/stderr")"
    return 1
  fi
}

contains() {
  if ! grep -qiE -- "$2" <<< "$1"; then
    printf 'no "%s" in:\n%s\n' "$2" "$1"
    return 1
  fi
}
