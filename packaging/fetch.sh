#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# fetch.sh FOLDER: puts the archives that sources.txt names into FOLDER, and checks their sums; the
# compiler is not among them (build.sh installs it).
# The package clients bring them: cargo (a crate is a gzipped tar), npm, apt-get source and download.
set -eu
list=$(cd "$(dirname "$0")" && pwd)/sources.txt
folder=$1
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$folder/work
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT

sources() { grep -v '^#' "$list" | awk '$4 != "pip"'; }

suffix_of() {
  case $1 in
    cargo | npm) echo .tar.gz ;;
    source) echo .tar ;;
    deb) echo .deb ;;
  esac
}

# One package that depends on all the crates: cargo fetches packages only for a package.
fetch_crates() {
  mkdir -p "$work/crates/src"
  touch "$work/crates/src/lib.rs"
  {
    printf '[package]\nname = "sources"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n'
    sources | awk '$4 == "cargo" { split($5, p, "="); sub(/\+.*/, "", p[2]); printf "%s = \"=%s\"\n", p[1], p[2] }'
  } >"$work/crates/Cargo.toml"
  (cd "$work/crates" && CARGO_HOME=$work/cargo cargo fetch --quiet)
}

fetch_npm() {
  mkdir -p "$work/npm"
  cd "$work/npm"
  sources | awk '$4 == "npm" { sub(/=/, "@", $5); print $5 }' | xargs npm pack --silent >/dev/null
}

# The machine's own list of sources stays as it is: a second one says where sources are.
fetch_debian_sources() {
  mkdir -p "$work/lists/partial" "$work/sources"
  sed 's/^Types: deb$/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >"$work/debian.sources" 2>/dev/null || true
  if [ ! -s "$work/debian.sources" ]; then
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$work/debian.list"
    rm "$work/debian.sources"
  fi
  set -- -o Dir::Etc::sourcelist="$(echo "$work"/debian.*)" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Sandbox::User=root -qq
  apt-get "$@" update
  cd "$work/sources"
  # shellcheck disable=SC2046  # a list of words
  apt-get "$@" source --download-only $(sources | awk '$4 == "source" { print $5 }')
}

fetch_headers() {
  cd "$work/sources"
  # shellcheck disable=SC2046  # a list of words
  apt-get -qq -o APT::Sandbox::User=root download $(sources | awk '$4 == "deb" { print $5 }')
}

# keep NAME SUM SUFFIX: the fetched file with that sum becomes FOLDER/NAME SUFFIX.
keep() {
  found=$(find "$work" -type f \( -name '*.crate' -o -name '*.tgz' -o -name '*.orig.tar.*' -o -name '*.deb' \) -exec sha256sum {} + |
    awk -v sum="$2" '$1 == sum { print $2; exit }')
  [ -n "$found" ] || {
    echo "fetch.sh: none of the fetched files has the checksum of $1 in $list" >&2
    exit 1
  }
  mv "$found" "$folder/$1$3"
}

missing() {
  sources | while read -r name _ _ client _ sum _; do
    echo "$sum  $folder/$name$(suffix_of "$client")"
  done | sha256sum --check --status 2>/dev/null || echo yes
}

[ -n "$(missing)" ] || exit 0
fetch_crates
(fetch_npm)
(fetch_debian_sources)
(fetch_headers)
sources | while read -r name _ _ client _ sum _; do
  keep "$name" "$sum" "$(suffix_of "$client")"
done
