#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# compare-scopes.sh PLUGIN NAMESPACE…: with -n a plugin reads less; this fails, and shows the difference, unless it says
# of each namespace what it says of it with -A. Uses the current kubeconfig.
set -euo pipefail

plugin=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# report SCOPE…: as JSON into $work/report; findings (exit code 1) are welcome.
report() { "kubectl-mesh-$plugin" "$@" -o json > "$work/report" || [[ $? == 1 ]]; }

# said_of NAMESPACE: reads a report.
said_of() {
  jq -S --arg ns "$1" 'def is_here: (.namespace // .name) == $ns;
    {findings: [.findings[] | select(.object | is_here)], notChecked: [.notChecked[] | select((.namespace // "") | . == "" or . == $ns)]}'
}

report -A
mv "$work/report" "$work/all"
status=0
for ns in "$@"; do
  report -n "$ns"
  said_of "$ns" < "$work/all" > "$work/wanted"
  if ! said_of "$ns" < "$work/report" | diff "$work/wanted" - > "$work/difference"; then
    echo "mesh-$plugin -n $ns differs from -A:"
    cat "$work/difference"
    status=1
  fi
  # Of cluster-scoped objects and the whole mesh it may know less, but nothing else.
  if ! jq -e --slurpfile all "$work/all" '.findings - $all[0].findings == []' "$work/report" > "$work/difference"; then
    echo "mesh-$plugin -n $ns says what -A does not:"
    jq --slurpfile all "$work/all" '.findings - $all[0].findings' "$work/report"
    status=1
  fi
done
exit "$status"
