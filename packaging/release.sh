#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# release.sh check VERSION [--tag]    is everything ready for a release of VERSION?
# release.sh finish VERSION [--tag]   writes the notes into build/dist; with --tag makes the tag too
set -eu
cd "$(dirname "$0")/.."
. packaging/settings.sh
step=$1
wanted=${2:-}
tag=${3:-}

die() {
  printf 'release: %s\n' "$*" >&2
  exit 2
}

# The section of CHANGELOG.md, without its heading.
notes() {
  awk -v heading="## $version" '/^## / { inside = $0 == heading; next } inside' CHANGELOG.md | sed '/./,$!d'
}

# What nobody can mend once the tag is out.
check_tag() {
  [ -z "$(git status --porcelain)" ] || die "there are changes that are not committed; commit them first"
  [ -n "${MESH_HOMEPAGE:-}" ] || die "MESH_HOMEPAGE is not set: the manifests would name no real page; set it to the project's address"
  ! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null || die "there is a tag v$version already; raise the version in CMakeLists.txt"
}

check() {
  [ -n "$wanted" ] || die "which version? for example: ./dev release $version"
  [ "$wanted" = "$version" ] || die "CMakeLists.txt says version $version, not $wanted; set it in project() and commit"
  [ -n "$(notes)" ] || die "CHANGELOG.md has no section \"## $version\"; write one"
  case $tag in
    '') ;;
    --tag) check_tag ;;
    *) die "unknown word $tag; it can be --tag" ;;
  esac
}

finish() {
  notes >"build/dist/kubectl-mesh-$version-notes.md"
  if [ -z "$tag" ]; then
    echo "Nothing was tagged. To release build/dist: MESH_HOMEPAGE=URL ./dev release $version --tag"
    return
  fi
  git tag --annotate --cleanup=verbatim --file "build/dist/kubectl-mesh-$version-notes.md" "v$version"
  echo "Tagged v$version. Now push it, and upload build/dist to $downloads/v$version"
}

"$step"
