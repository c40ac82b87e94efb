# SPDX-License-Identifier: Apache-2.0
# The Debian package of MESH_DIST in a fresh system of the release that this is, with nothing but apt.

load ../e2e/helpers

setup_file() {
  export DEB BASE=$ROOT/build/package/base.tar
  DEB=$(echo "$MESH_DIST"/kubectl-mesh_*.deb)
  ((EUID == 0)) || skip "only root may change the root of the file system"
  [[ -s $BASE ]] || mmdebstrap --quiet --variant=apt "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$BASE" /etc/apt/sources.list.d/debian.sources
}

setup() {
  FRESH=$BATS_TEST_TMPDIR/fresh
  mkdir "$FRESH"
}

# fresh COMMAND…: in the fresh system.
fresh() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$FRESH" "$@"; }

unpack() {
  tar -xf "$BASE" -C "$FRESH" --exclude='./dev/*'
  cp /etc/resolv.conf "$FRESH/etc"
  mknod -m 666 "$FRESH/dev/null" c 1 3
}

install_package() {
  cp "$1" "$FRESH/tmp/package.deb"
  fresh apt-get -qq update
  fresh apt-get -qq install --no-install-recommends /tmp/package.deb > "$BATS_TEST_TMPDIR/apt.log" 2>&1 || { cat "$BATS_TEST_TMPDIR/apt.log"; return 1; }
}

# An older version of it, with a file that the newer one does not have.
older() {
  local folder=$BATS_TEST_TMPDIR/older
  dpkg-deb --raw-extract "$DEB" "$folder"
  sed -i 's/^Version: .*/Version: 0.0.1-1/' "$folder/DEBIAN/control"
  touch "$folder/usr/bin/kubectl-mesh_gone"
  dpkg-deb --root-owner-group --build "$folder" "$BATS_TEST_TMPDIR/older.deb" > /dev/null
  echo "$BATS_TEST_TMPDIR/older.deb"
}

@test "lintian finds no error" { lintian --fail-on error "$DEB"; }

@test "installed, the plugins run under both names, with manual pages and completion for each shell" {
  local plugin name
  unpack
  install_package "$DEB"
  cp -r "$DEMO" "$FRESH/tmp/demo"
  for plugin in "${PLUGINS[@]}"; do
    for name in "mesh-$plugin" "mesh_$plugin"; do
      exits 1 fresh "kubectl-$name" -f /tmp/demo
      [[ -s $FRESH/usr/share/bash-completion/completions/kubectl-$name ]]
      [[ -s $FRESH/usr/share/fish/vendor_completions.d/kubectl-$name.fish ]]
      fresh "kubectl_complete-$name" che | grep -q ^checks
      zgrep -q "kubectl" "$(realpath "$FRESH/usr/share/man/man1/kubectl-$name.1.gz")"
    done
    [[ -s $FRESH/usr/share/zsh/vendor-completions/_kubectl-mesh_$plugin ]]
  done
}

@test "upgraded and removed, nothing of it is left" {
  unpack
  install_package "$(older)"
  fresh dpkg -L kubectl-mesh > "$BATS_TEST_TMPDIR/files"
  install_package "$DEB"
  [[ ! -e $FRESH/usr/bin/kubectl-mesh_gone ]]
  fresh dpkg -L kubectl-mesh >> "$BATS_TEST_TMPDIR/files"
  fresh dpkg --verify kubectl-mesh
  fresh apt-get -qq purge kubectl-mesh > /dev/null
  same "left behind" "" "$(grep mesh "$BATS_TEST_TMPDIR/files" | while read -r file; do find "$FRESH$file" 2> /dev/null; done)"
}
