#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds kube-apiserver, kubectl and krew from source, and the server that breaks what passes through it (faults), into
# build/e2e/bin, and fetches the CRDs into build/e2e/crds.
# The first run takes about ten minutes; with Go's caches kept it takes seconds, and nothing when all is there.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(cd "$here/../.." && pwd)/build/e2e

# Newer than what it is made of?
is_current() { [[ -s $1 && $1 -nt $2/go.mod && $1 -nt $2/go.sum ]]; }

build() {
  local version minor package=k8s.io/component-base/version
  version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
  minor=$(cut -d. -f2 <<< "$version")
  # Without these flags the server calls itself v0.0.0, which clients cannot parse.
  local flags="-s -w -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$minor"
  echo "building kube-apiserver and kubectl $version" >&2
  go build -p "$(nproc)" -buildvcs=false -ldflags "$flags" -o "$out/bin/" k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl
}

# krew, as kubectl finds it, and the program with which its public index judges manifests.
build_krew() {
  echo "building krew $(go list -m -f '{{.Version}}' sigs.k8s.io/krew)" >&2
  go build -p "$(nproc)" -buildvcs=false -o "$out/bin/kubectl-krew" sigs.k8s.io/krew/cmd/krew
  go build -p "$(nproc)" -buildvcs=false -o "$out/bin/" sigs.k8s.io/krew/cmd/validate-krew-manifest
}

module_folder() { go mod download -json "$1" | jq -r .Dir; }

fetch_crds() {
  local istio gateway_api
  istio=$(module_folder istio.io/api)
  gateway_api=$(module_folder sigs.k8s.io/gateway-api)
  install -m 644 "$istio/kubernetes/customresourcedefinitions.gen.yaml" "$out/crds/istio.yaml"
  # Not the admission policy that lies beside them: it would only slow the server down.
  find "$gateway_api/config/crd/standard" -name '*.yaml' ! -name '*_vap_*' -print0 | sort -z | xargs -0 cat > "$out/crds/gateway-api.yaml"
}

mkdir -p "$out/bin" "$out/crds"
cd "$here/servers"
if ! is_current "$out/bin/kube-apiserver" . || ! is_current "$out/bin/kubectl" .; then
  build
  touch "$out/bin/kube-apiserver" "$out/bin/kubectl"
fi
cd "$here/krew"
if ! is_current "$out/bin/kubectl-krew" . || ! is_current "$out/bin/validate-krew-manifest" .; then
  build_krew
  touch "$out/bin/kubectl-krew" "$out/bin/validate-krew-manifest"
fi
cd "$here/crds"
if ! is_current "$out/crds/istio.yaml" . || ! is_current "$out/crds/gateway-api.yaml" .; then
  fetch_crds
fi
cd "$here/faults"
if [[ ! -s $out/bin/faults || -n $(find . -newer "$out/bin/faults" -name '*.go') ]]; then
  go build -o "$out/bin/faults" .
fi
