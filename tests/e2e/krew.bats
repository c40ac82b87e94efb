# SPDX-License-Identifier: Apache-2.0
# Installed by the real krew, from archives and manifests as a release has them: those in MESH_DIST, or made here of the
# binaries under test. krew may not see the binaries otherwise, so they leave the PATH.

load helpers

setup_file() {
  export DIST=$BATS_FILE_TMPDIR/dist OLDER=$BATS_FILE_TMPDIR/older
  mkdir "$DIST" "$OLDER"
  VERSION=$(kubectl-mesh_mtls version -o json | jq -r .version)
  export VERSION
  if [[ -n ${MESH_DIST:-} ]]; then cp "$MESH_DIST"/*.tar.gz "$DIST"; else make_archives; fi
  for archive in "$DIST"/*; do
    archive=${archive##*/}
    cp "$DIST/$archive" "$OLDER/${archive/-$VERSION-/-0.0.1-}"
  done
  serve
  "$ROOT/packaging/write-manifests.py" "$VERSION" https://example.com "$URL/dist" "$DIST"
  "$ROOT/packaging/write-manifests.py" 0.0.1 https://example.com "$URL/older" "$OLDER"
}

teardown_file() { kill "$(< "$BATS_FILE_TMPDIR/server.pid")"; }

# As Go names it.
this_platform() { uname -sm | sed 's/Linux /linux-/; s/x86_64/amd64/; s/aarch64/arm64/'; }

make_archives() {
  "$ROOT/packaging/archive.sh" "$(this_platform)" "$(dirname "$(command -v kubectl-mesh_mtls)")" "$ROOT/LICENSE" "$DIST"
}

# Where manifests find the archives.
serve() {
  cd "$BATS_FILE_TMPDIR" || return
  python3 -u -m http.server --bind 127.0.0.1 0 > server.log 2>&1 3>&- &
  echo $! > server.pid
  until grep -q 'port [0-9]' server.log; do sleep 0.1; done
  URL=http://127.0.0.1:$(sed -n 's/.*port \([0-9]*\).*/\1/p' server.log)
  export URL
}

setup() {
  as admin
  export KREW_ROOT=$BATS_TEST_TMPDIR/krew KREW_NO_UPGRADE_CHECK=1 GIT_CONFIG_GLOBAL=/dev/null
  export PATH=$KREW_ROOT/bin:$ROOT/build/e2e/bin:/usr/local/bin:/usr/bin:/bin
}

# krew ARGUMENTS…: quiet unless it fails.
krew() { kubectl krew "$@" < /dev/null > "$BATS_TEST_TMPDIR/krew.log" 2>&1 || { cat "$BATS_TEST_TMPDIR/krew.log"; return 1; }; }

install_from_archives() {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    krew install --manifest="$DIST/krew/mesh-$plugin.yaml" --archive="$DIST/kubectl-mesh-$plugin-$VERSION-$(this_platform).tar.gz"
  done
}

# publish FOLDER: its manifests become those of our index.
publish() {
  local index=$BATS_TEST_TMPDIR/index
  mkdir -p "$index/plugins"
  cp "$1"/krew/* "$index/plugins"
  git init --quiet "$index"
  git -C "$index" add --all
  git -C "$index" -c user.name=e2e -c user.email=e2e@example.com commit --quiet --message "$1"
}

add_index() { krew index add mesh "file://$BATS_TEST_TMPDIR/index"; }

# What krew keeps of the plugins named mesh-….
left_behind() { find "$KREW_ROOT" \( -path '*mesh-*' -o -path '*mesh_*' \) ! -path '*/index/*'; }

@test "an archive holds the binary and its licence, and nothing else" {
  local archive plugin
  for plugin in "${PLUGINS[@]}"; do
    for archive in "$DIST/kubectl-mesh-$plugin-"*; do
      same "$archive" "-rwxr-xr-x 0/0 kubectl-mesh_$plugin -rw-r--r-- 0/0 LICENSE" "$(tar -tvzf "$archive" | awk '{ print $1, $2, $6 }' | paste -sd ' ')"
    done
  done
}

@test "krew-index's own validation installs each platform of each manifest" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    validate-krew-manifest -manifest "$DIST/krew/mesh-$plugin.yaml" > "$BATS_TEST_TMPDIR/log" 2>&1 || { cat "$BATS_TEST_TMPDIR/log"; return 1; }
    contains "$(< "$BATS_TEST_TMPDIR/log")" 'all [1-9][0-9]* spec.platforms installed fine'
  done
}

@test "descriptions have the length that krew-index asks for" {
  local manifest
  for manifest in "$DIST"/krew/*; do
    same "$manifest" "" "$(grep -E '^  shortDescription: .{51,}|^.{81,}|^  shortDescription: .*\.$' "$manifest" | grep -v ' uri: ')"
  done
}

@test "the five are installed from archives, and kubectl finds them" {
  local plugin
  install_from_archives
  same warnings "" "$(kubectl plugin list 2>&1 > /dev/null)"
  for plugin in "${PLUGINS[@]}"; do
    same place "$KREW_ROOT/bin/kubectl-mesh_$plugin" "$(command -v "kubectl-mesh_$plugin")"
    contains "$(kubectl "mesh-$plugin" version)" "$VERSION"
  done
  exits 1 kubectl mesh-mtls -n shop
  contains "$(< "$BATS_TEST_TMPDIR/stdout")" "MTLS001 +destinationrule shop/cart"
  exits 0 kubectl mesh-mtls --help
  contains "$(< "$BATS_TEST_TMPDIR/stdout")" "^ +kubectl mesh-mtls "
}

@test "uninstalled, nothing is left, completion included" {
  local plugin
  # Without any index, krew would fetch its public one before it removes something.
  publish "$DIST"
  add_index
  install_from_archives
  for plugin in "${PLUGINS[@]}"; do
    kubectl "mesh-$plugin" completion install > /dev/null
    kubectl "mesh-$plugin" completion uninstall > /dev/null
    krew uninstall "mesh-$plugin"
  done
  same "left behind" "" "$(left_behind)"
}

@test "an index of our own: install, upgrade, remove" {
  publish "$OLDER"
  add_index
  krew install mesh/mesh-mtls mesh/mesh-routes
  same "at first" "v0.0.1" "$(ls "$KREW_ROOT/store/mesh-mtls")"
  publish "$DIST"
  krew update
  krew upgrade
  same "then" "v$VERSION" "$(ls "$KREW_ROOT/store/mesh-mtls")"
  exits 1 kubectl mesh-mtls -n shop
  exits 1 kubectl mesh-routes -n shop
  krew uninstall mesh-mtls mesh-routes
  krew index remove mesh
  same "left behind" "" "$(left_behind)"
}
