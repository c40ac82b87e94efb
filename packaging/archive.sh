#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# archive.sh TARGET BIN LICENSE DIST: an archive in DIST for each of the plugins in BIN, built for
# TARGET (linux-amd64, …): the binary and LICENSE. The same files give the same bytes.
set -eu
folder=$(cd "$(dirname "$0")/.." && pwd)
target=$1
bin=$(realpath "$2")
license=$(realpath "$3")
dist=$(realpath "$4")
cd "$folder"
. packaging/settings.sh

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
install -m 644 "$license" "$staging/LICENSE"
for plugin in $plugins; do
  install -m 755 "$bin/kubectl-mesh-$plugin" "$staging/kubectl-mesh_$plugin"
  tar --create --format=ustar --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    -C "$staging" "kubectl-mesh_$plugin" LICENSE | gzip -9n >"$dist/$(archive "$plugin" "$target")"
done
