#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# zig-tools.sh ZIG TARGET FOLDER: a compiler under the names that build systems know.
# TARGET is one of linux-amd64, linux-arm64, darwin-amd64, darwin-arm64.
set -eu
zig=$1
folder=$3
case $2 in
  linux-amd64) triple=x86_64-linux-musl ;;
  linux-arm64) triple=aarch64-linux-musl ;;
  darwin-amd64) triple=x86_64-macos ;;
  darwin-arm64) triple=aarch64-macos ;;
  *)
    echo "zig-tools.sh: there is no target $2" >&2
    exit 2
    ;;
esac

# tool NAME COMMAND…
tool() {
  name=$1
  shift
  # An unchanged script keeps its time, so that nothing is built again.
  printf '#!/bin/sh\nexec "%s" %s "$@"\n' "$zig" "$*" >"$folder/$name.new"
  chmod +x "$folder/$name.new"
  if cmp -s "$folder/$name.new" "$folder/$name"; then rm "$folder/$name.new"; else mv "$folder/$name.new" "$folder/$name"; fi
}

mkdir -p "$folder"
tool clang cc -target "$triple"
tool clang++ c++ -target "$triple"
tool ar ar
tool ranlib ranlib
