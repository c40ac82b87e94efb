# SPDX-License-Identifier: Apache-2.0
# The examples of the guide, good and bad. guide/CLASS-good… and guide/CLASS-bad… hold
#   example.yaml   the objects, with the fault if there is one
#   with           what stands around them: `mesh` is the control plane of the demo, other words are files in guide/base
#   want           what the plugin of that class finds: CODE Kind namespace/name, one a line
# shellcheck disable=SC2317  # bats calls the tests

load helpers

declare -gA PLUGIN_OF=([injection]=inject [mtls]=mtls [503]=ports [virtualservice]=routes [gateway]=routes [certificates]=certs)

setup() {
  unset KUBECONFIG
  cd "$E2E_TESTS/guide" || return
}

# sources EXAMPLE: sets $files.
sources() {
  local word
  files=("$1/example.yaml")
  for word in $(< "$1/with"); do
    if [[ $word == mesh ]]; then files+=("$DEMO/00-istio.yaml"); else files+=("base/$word.yaml"); fi
  done
}

flags() { printf -- '-f\n%s\n' "${files[@]}"; }

from_files() {
  local flags
  mapfile -t flags < <(flags)
  report "$1" "${flags[@]}" | findings
}

from_cluster() {
  as admin guide
  ../load.sh "$KUBECONFIG" "${files[@]}" 2> "$BATS_TEST_TMPDIR/log" || { cat "$BATS_TEST_TMPDIR/log"; return 1; }
  report "$1" -A | findings
  ../load.sh --remove "$KUBECONFIG" "${files[@]}" 2> "$BATS_TEST_TMPDIR/log" || { cat "$BATS_TEST_TMPDIR/log"; return 1; }
}

# each CLASS SOURCE: all examples of the class, so that one run shows all differences.
each() {
  local example failed=0
  for example in "$1"-*/; do
    sources "${example%/}"
    same "${example%/}" "$(sort -u "$example/want")" "$("$2" "${PLUGIN_OF[$1]}")" || failed=1
  done
  return "$failed"
}

@test "guide: sidecar injection, from files" { each injection from_files; }
@test "guide: mTLS, from files" { each mtls from_files; }
@test "guide: 503, from files" { each 503 from_files; }
@test "guide: virtual services, from files" { each virtualservice from_files; }
@test "guide: gateways, from files" { each gateway from_files; }
@test "guide: certificates, from files" { each certificates from_files; }

@test "guide: good examples have no error and no warning in any plugin" {
  local example plugin flags failed=0
  for example in *-good*/; do
    sources "${example%/}"
    mapfile -t flags < <(flags)
    for plugin in "${PLUGINS[@]}"; do
      same "$example mesh-$plugin" "" "$(report "$plugin" --severity warning "${flags[@]}" | findings)" || failed=1
    done
  done
  return "$failed"
}

@test "guide: sidecar injection, from a cluster" { each injection from_cluster; }
@test "guide: mTLS, from a cluster" { each mtls from_cluster; }
@test "guide: 503, from a cluster" { each 503 from_cluster; }
@test "guide: virtual services, from a cluster" { each virtualservice from_cluster; }
@test "guide: gateways, from a cluster" { each gateway from_cluster; }
@test "guide: certificates, from a cluster" { each certificates from_cluster; }
