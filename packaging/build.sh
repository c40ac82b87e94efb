#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build.sh TARGET…: the five binaries for each target (linux-amd64, linux-arm64, darwin-amd64,
# darwin-arm64) in build/package/TARGET/bin. They need no file of the machine that runs them, but
# the system's own libraries on macOS. The libraries are built once per target.
set -eu
cd "$(dirname "$0")/.."
. packaging/settings.sh
root=$PWD/build/package

# A folder with the version in its name: ccache tells compilers apart by what their scripts say.
install_zig() {
  grep -v '^#' packaging/sources.txt |
    awk '$1 == "zig" { sub(/=/, "==", $5); print $5 " --hash=sha256:" $6 }' >"$root/zig.txt"
  venv=$root/zig-$(sed 's/.*==//; s/ .*//' "$root/zig.txt")
  [ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r "$root/zig.txt"
  zig=$("$venv/bin/python" -c 'import os, ziglang; print(os.path.join(os.path.dirname(ziglang.__file__), "zig"))')
}

# quietly LOG COMMAND…: its output goes to LOG, and is shown if it fails.
quietly() {
  log=$1
  shift
  "$@" >"$log" 2>&1 || {
    tail -50 "$log" >&2
    echo "build.sh: $log has it all" >&2
    exit 1
  }
}

# configure SOURCE FOLDER ARGUMENTS…
configure() {
  source=$1 folder=$2
  shift 2
  quietly "$root/$target/configure.log" cmake -G Ninja -S "$source" -B "$folder" \
    -DCMAKE_TOOLCHAIN_FILE="$PWD/packaging/toolchain.cmake" -DMESH_TARGET="$target" \
    -DMESH_TOOLS="$root/$target/tools" -DMESH_PREFIX="$root/$target/prefix" "$@"
}

build_libraries() {
  configure packaging/libraries "$root/$target/libraries" -DMESH_SOURCES="$root/sources"
  quietly "$root/$target/libraries.log" cmake --build "$root/$target/libraries" -j 2
}

build_plugins() {
  configure . "$root/$target" -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG" \
    -DMESH_PORTABLE=ON -DBUILD_TESTING=OFF
  cmake --build "$root/$target"
}

mkdir -p "$root"
install_zig
packaging/fetch.sh "$root/sources"
for target; do
  mkdir -p "$root/$target"
  packaging/zig-tools.sh "$zig" "$target" "$root/$target/tools"
  build_libraries
  build_plugins
done
