# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034  # for the scripts that read this
# Sourced by the scripts beside it, from the top folder.

version=$(sed -n 's/^project(kubectl-mesh VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
plugins='inject mtls ports routes certs'

# Where releases are published: the pages and archives that the krew manifests name.
homepage=${MESH_HOMEPAGE:-https://example.com/kubectl-mesh}
downloads=${MESH_DOWNLOADS:-$homepage/releases/download}

# Times and places of this machine stay out of what is made.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC

# archive PLUGIN TARGET: the file name of its archive.
archive() { echo "kubectl-mesh-$1-$version-$2.tar.gz"; }
