# SPDX-License-Identifier: Apache-2.0
# The demo mesh, as files and in a real API server.

load helpers

setup() { as admin; }

same_as_files() {
  local files live
  files=$(report "$1" -f "$DEMO" | without_places)
  live=$(report "$1" -A | without_places)
  [[ $(jq length <<< "$files") -gt 0 ]]
  same "mesh-$1: files against cluster" "$files" "$live"
}

@test "inject finds the same in the cluster as in the files" { same_as_files inject; }
@test "mtls finds the same in the cluster as in the files" { same_as_files mtls; }
@test "ports finds the same in the cluster as in the files" { same_as_files ports; }
@test "certs finds the same in the cluster as in the files" { same_as_files certs; }
@test "routes finds the same in the cluster as in the files" { same_as_files routes; }

@test "each kind of problem that the files speak of is found" {
  local want got
  want="CERT001 CERT004 CERT007 CERT008 INJ001 INJ004 INJ007 MTLS001 MTLS003 PORT001 PORT004 PORT005 PORT006 PORT011 ROUTE001 ROUTE004 ROUTE007 ROUTE008 ROUTE021 ROUTE044"
  got=$(for plugin in "${PLUGINS[@]}"; do report "$plugin" -f "$DEMO" | jq -r '.findings[].code'; done | sort -u)
  same "codes that are missing" "" "$(comm -23 <(tr ' ' '\n' <<< "$want") <(printf '%s\n' "$got"))"
}

@test "what is in order is not reported" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    same "mesh-$plugin" "" "$(report "$plugin" -A | findings |
      grep -E ' (Deployment|Service|Pod|DestinationRule) shop/frontend|catalog/catalog| istio-system/(istiod|istio-ingressgateway|shop-example-com-cert)')"
  done
}

@test "-n shop reports the objects of shop only" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    same "mesh-$plugin" "shop" "$(report "$plugin" -n shop | jq -r '.findings[].object | .namespace // .name' | sort -u)"
  done
}

@test "an argument restricts the report to that object" {
  same "mesh-routes" "VirtualService shop/frontend" \
    "$(report routes -n shop virtualservice/frontend | jq -r '.findings[].object | "\(.kind) \(.namespace)/\(.name)"' | sort -u)"
  same "mesh-mtls" "DestinationRule shop/cart" \
    "$(report mtls -n shop dr/cart | jq -r '.findings[].object | "\(.kind) \(.namespace)/\(.name)"' | sort -u)"
}

# The server's clock ticks between two questions.
without_versions() { jq 'del(.scope.source.resourceVersions)'; }

@test "the same question gets the same bytes" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    report "$plugin" -A | without_versions > "$BATS_TEST_TMPDIR/first"
    report "$plugin" -A | without_versions > "$BATS_TEST_TMPDIR/second"
    cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
  done
}

@test "the report says at which version each kind was read" {
  report mtls -A > "$BATS_TEST_TMPDIR/report"
  local kind
  for kind in Pod Service DestinationRule; do
    contains "$(jq -r ".scope.source.resourceVersions.$kind" "$BATS_TEST_TMPDIR/report")" '^[0-9]+$'
  done
}
