#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds istiod, and what renders its charts, from Istio's Go module into build/e2e/bin.
# The first run takes minutes; with Go's caches kept it takes seconds, and nothing when all is there.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(cd "$here/../../.." && pwd)/build/e2e/bin

is_current() { [[ -s $1 && $1 -nt $here/go.mod && $1 -nt $here/go.sum && $1 -nt $here/render/main.go ]]; }

cd "$here"
if ! is_current "$bin/pilot-discovery" || ! is_current "$bin/render"; then
  mkdir -p "$bin"
  if ! problem=$(go mod download istio.io/istio 2>&1); then
    echo "the real injector was not asked: Istio's Go module cannot be had: ${problem//$'\n'/ }" >&2
    exit 1
  fi
  echo "building istiod $(go list -m -f '{{.Version}}' istio.io/istio)" >&2
  # As Istio builds it.
  CGO_ENABLED=0 go build -p "$(nproc)" -buildvcs=false -tags vtprotobuf,disable_pgv -ldflags '-s -w' -o "$bin/" istio.io/istio/pilot/cmd/pilot-discovery ./render
  touch "$bin/pilot-discovery" "$bin/render"
fi
