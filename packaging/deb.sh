#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# deb.sh DIST: the Debian package of build/release, in DIST.
set -eu
dist=$(realpath "$1")
cd "$(dirname "$0")/.."
. packaging/settings.sh
cpack -G DEB --config build/release/CPackConfig.cmake -B build/release/package >build/release/cpack.log 2>&1 || {
  cat build/release/cpack.log >&2
  exit 1
}
cp build/release/package/kubectl-mesh_"$version"-*.deb "$dist"
