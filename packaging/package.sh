#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# package.sh TARGET…: what a release consists of, in build/dist: the archives for each target, the
# Debian package for the distribution that this is, krew manifests, an SBOM and the checksums.
set -eu
cd "$(dirname "$0")/.."
. packaging/settings.sh
dist=build/dist

rm -rf "$dist"
mkdir -p "$dist"
packaging/build.sh "$@"
packaging/write-license.sh >build/package/LICENSE
for target; do
  packaging/archive.sh "$target" "build/package/$target/bin" build/package/LICENSE "$dist"
done
packaging/deb.sh "$dist"
packaging/write-manifests.py "$version" "$homepage" "$downloads/v$version" "$dist"
packaging/write-sbom.py "$version" "$homepage" >"$dist/kubectl-mesh-$version.spdx.json"
cd "$dist"
sha256sum -- *.* krew/* >"kubectl-mesh-$version-sha256.txt"
