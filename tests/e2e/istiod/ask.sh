#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# ask.sh DIR: for each pod of cases/: what `why` foretells from files before the pod exists, what admission then does
# with it, and what `why` says of it in the cluster of `cluster.sh up DIR`. One JSON object a line:
#
#   pod       namespace/name
#   foretold  {injected, revision, containers, deniedBy, webhooksCalled}
#   done      the same, as the API server's answer, the pod it made, and its audit record show it
#   live      the same again, with actual and difference; null if there is no pod
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=$(cd "$1" && pwd)
export KUBECONFIG=$dir/admin.kubeconfig
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

words='{injected, revision, containers, deniedBy, webhooksCalled}'

# Every pod names its service account: the admission plugin that would do so is off.
all_objects() {
  kubectl create --dry-run=client --validate=false -o json -f "$here/cases" |
    jq -c 'if .kind == "List" then .items[] else . end | if .kind == "Pod" then .spec.serviceAccountName //= "default" else . end'
}

# What a person would save of the cluster.
save_cluster() {
  kubectl get namespaces,nodes,mutatingwebhookconfigurations -o yaml
  echo ---
  kubectl get configmaps,services,endpointslices -A -o yaml
}

# why FILTER ARGUMENT…
why() { kubectl mesh-inject why "${@:2}" -o json | jq -c "$1"; }

# The pod that is made of a file, or what the server says instead.
create() {
  if kubectl create -f "$1" -o json > "$work/made" 2> "$work/error"; then
    jq -c '{made: ., error: null}' "$work/made"
  else
    jq -Rsc '{made: null, error: .}' "$work/error"
  fi
}

ask_files_and_create() {
  local namespace name pod
  while read -r pod; do
    printf '%s\n' "$pod" > "$work/pod.json"
    IFS=/ read -r namespace name < <(jq -r '"\(.metadata.namespace)/\(.metadata.name)"' "$work/pod.json")
    why "{pod: \"$namespace/$name\", foretold: $words}" "$name" -n "$namespace" -f "$work/cluster.yaml" -f "$work/pod.json" > "$work/foretold"
    create "$work/pod.json" > "$work/answer"
    jq -c --slurpfile sent "$work/pod.json" --slurpfile answer "$work/answer" '. + {sent: $sent[0], answer: $answer[0]}' "$work/foretold"
  done < <(jq -c 'select(.kind == "Pod")' "$work/objects")
}

ask_cluster() {
  local record namespace name live
  while read -r record; do
    live=null
    if jq -e '.answer.made' <<< "$record" > /dev/null; then
      IFS=/ read -r namespace name < <(jq -r .pod <<< "$record")
      live=$(why "$words + {actual, difference}" "$name" -n "$namespace")
    fi
    jq -c -L "$here" 'include "answer"; .sent as $sent | ($called[0][.pod] // []) as $calls | {pod, foretold, done: (.answer | what_was_done($sent; $calls)), live: $live}' \
      --argjson live "$live" --slurpfile called "$work/called" <<< "$record"
  done < "$work/records"
}

all_objects > "$work/objects"
jq -c 'select(.kind != "Pod")' "$work/objects" | kubectl create -f - > /dev/null
save_cluster > "$work/cluster.yaml"
ask_files_and_create > "$work/records"
jq -s -L "$here" 'include "answer"; called_webhooks' "$dir/audit.log" > "$work/called"
ask_cluster
