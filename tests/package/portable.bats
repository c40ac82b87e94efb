# SPDX-License-Identifier: Apache-2.0
# The portable binaries (those on the PATH) where nothing else is: in folders that are the root of the file system.

load ../e2e/helpers

setup() {
  as admin
  ((EUID == 0)) || skip "only root may change the root of the file system"
  BIN=$(dirname "$(command -v kubectl-mesh_mtls)")
  NEW_ROOT=$BATS_TEST_TMPDIR/root
  mkdir "$NEW_ROOT"
  cp "$BIN"/kubectl-mesh-* "$NEW_ROOT"
  cp -r "$DEMO" "$NEW_ROOT/demo"
  # The system's CAs decide, not those of the kubeconfig or of whoever runs this.
  unset SSL_CERT_FILE SSL_CERT_DIR
  sed '/certificate-authority-data/d' "$E2E/demo/admin.kubeconfig" > "$NEW_ROOT/kubeconfig"
}

# What it reports, but for the time it took.
findings_in() { jq '.findings | map(del(.file, .line, .column, .related))' "$BATS_TEST_TMPDIR/stdout"; }

# Without its libraries a plugin takes 4 to 6 MB; those it carries come on top.
@test "no shared library, no loader, less than 9 MB" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    same "$plugin" "" "$(readelf --wide --program-headers --dynamic "$NEW_ROOT/kubectl-mesh-$plugin" | grep -E 'INTERP|NEEDED')"
    (($(stat -c %s "$NEW_ROOT/kubectl-mesh-$plugin") < 9000000))
  done
}

@test "version names each library by its version" {
  local name version
  exits 0 kubectl-mesh_mtls version
  while read -r name version _; do contains "$(< "$BATS_TEST_TMPDIR/stdout")" "^libraries: .*\\b$name ${version//+/.}"; done \
    < <(grep '^[a-z]' "$ROOT/packaging/sources.txt")
}

@test "the five start and check manifests in an empty root" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    exits 1 chroot "$NEW_ROOT" "/kubectl-mesh-$plugin" -f /demo -o json
    (($(findings_in | jq length) > 0))
  done
}

@test "an API server is not trusted where no CAs are" {
  exits 2 chroot "$NEW_ROOT" /kubectl-mesh-mtls --kubeconfig /kubeconfig -n shop
  contains "$(< "$BATS_TEST_TMPDIR/stderr")" certificate
}

# trusts PLACE [LINK…]: with the CAs in the file PLACE, to which the links lead.
trusts() {
  local place=$1 link
  shift
  mkdir -p "$(dirname "$NEW_ROOT$place")"
  cp "$E2E/demo/pki/ca.crt" "$NEW_ROOT$place"
  for link; do
    mkdir -p "$(dirname "$NEW_ROOT$link")"
    ln -s "$place" "$NEW_ROOT$link"
  done
  exits 1 chroot "$NEW_ROOT" /kubectl-mesh-mtls --kubeconfig /kubeconfig -n shop -o json
  (($(findings_in | jq length) > 0))
}

@test "the CAs of Debian and Ubuntu" { trusts /etc/ssl/certs/ca-certificates.crt; }

@test "the CAs of Fedora and RHEL" { trusts /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem /etc/pki/tls/certs/ca-bundle.crt; }

@test "the CAs of Fedora without the links of old" { trusts /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem; }

@test "the CAs of Alpine" { trusts /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem; }

@test "the CAs of Arch" { trusts /etc/ca-certificates/extracted/tls-ca-bundle.pem /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem; }

@test "the CAs of openSUSE" { trusts /var/lib/ca-certificates/ca-bundle.pem /etc/ssl/ca-bundle.pem; }

@test "SSL_CERT_FILE goes before the system's CAs" {
  cp "$E2E/demo/pki/ca.crt" "$NEW_ROOT/mine.crt"
  SSL_CERT_FILE=/mine.crt trusts /mine.crt
  cp "$E2E/demo/pki/other-ca.crt" "$NEW_ROOT/other.crt"
  mkdir -p "$NEW_ROOT/etc/ssl/certs"
  cp "$E2E/demo/pki/ca.crt" "$NEW_ROOT/etc/ssl/certs/ca-certificates.crt"
  SSL_CERT_FILE=/other.crt exits 2 chroot "$NEW_ROOT" /kubectl-mesh-mtls --kubeconfig /kubeconfig -n shop
}

@test "the binaries for arm64 say the same, under emulation" {
  local plugin arm=$ROOT/build/package/linux-arm64/bin expected
  [[ -d $arm ]] || skip "no binaries for linux-arm64 were built"
  cp "$(command -v qemu-aarch64-static)" "$NEW_ROOT/qemu"
  cp "$E2E/demo/pki/ca.crt" "$NEW_ROOT/ca.crt"
  for plugin in "${PLUGINS[@]}"; do
    cp "$arm/kubectl-mesh-$plugin" "$NEW_ROOT/arm"
    exits 1 chroot "$NEW_ROOT" "/kubectl-mesh-$plugin" -f /demo -o json
    expected=$(findings_in)
    exits 1 chroot "$NEW_ROOT" /qemu /arm -f /demo -o json
    same "mesh-$plugin" "$expected" "$(findings_in)"
    SSL_CERT_FILE=/ca.crt exits 1 chroot "$NEW_ROOT" /qemu /arm --kubeconfig /kubeconfig -A -o json
  done
}
