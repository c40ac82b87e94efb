#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# load.sh [--remove] KUBECONFIG DIR|FILE…
# Applies manifests as they are, their status included, in a handful of kubectl calls; --remove takes them away again,
# namespaces and all.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kubectl=$(cd "$here/../.." && pwd)/build/e2e/bin/kubectl

is_namespace='.kind == "Namespace"'
is_webhook='(.kind | endswith("WebhookConfiguration"))'
has_status="(.status // {}) != {} and ($is_namespace | not)"

api() { "$kubectl" --kubeconfig "$kubeconfig" "$@"; }

# as_list FILTER [SHAPE]: the objects for which the jq filter holds, as one List; nothing at all if there are none.
as_list() { jq "[.[] | select($1)${2:+ | $2}] | select(length > 0) | {apiVersion: \"v1\", kind: \"List\", items: .}" "$work/all"; }

# apply FILE [FLAG…]
apply() {
  local file=$1
  shift
  if [[ -s $file ]]; then
    api apply --server-side --force-conflicts --field-manager=load -f "$file" "$@" > /dev/null
  fi
}

load() {
  as_list "$is_namespace" > "$work/namespaces"
  as_list "($is_namespace or $is_webhook) | not" > "$work/objects"
  as_list "$has_status" '{apiVersion, kind, metadata: {name: .metadata.name, namespace: .metadata.namespace}, status}' > "$work/status"
  as_list "$is_webhook" > "$work/webhooks"
  apply "$work/namespaces"
  apply "$work/objects"
  apply "$work/status" --subresource=status
  # Last: from then on the server calls them for each new pod, and nothing answers here.
  apply "$work/webhooks"
}

remove() {
  as_list "$is_namespace | not" > "$work/objects"
  # No kubelet confirms that a pod has ended, hence --force.
  [[ ! -s $work/objects ]] || api delete --ignore-not-found --wait=false --force --grace-period=0 -f "$work/objects" > /dev/null 2>&1
  jq -r ".[] | select($is_namespace) | .metadata.name" "$work/all" | while read -r name; do remove_namespace "$name"; done
}

# Normally a controller finalizes a namespace; there is none here.
remove_namespace() {
  api delete namespace "$1" --ignore-not-found --wait=false > /dev/null
  printf '{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}, "spec": {"finalizers": []}}' "$1" |
    api replace --raw "/api/v1/namespaces/$1/finalize" -f - > /dev/null
}

action=load
if [[ ${1:-} == --remove ]]; then
  action=remove
  shift
fi
[[ $# -ge 2 ]] || { echo "usage: load.sh [--remove] KUBECONFIG DIR|FILE..." >&2; exit 2; }
kubeconfig=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sources=()
for source in "$@"; do sources+=(-f "$source"); done
api create --dry-run=client --validate=false -R -o json "${sources[@]}" |
  jq -s '[.[] | if .kind == "List" then .items[] else . end]' > "$work/all"
"$action"
