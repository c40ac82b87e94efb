# SPDX-License-Identifier: Apache-2.0
# Who asks, and what they may read.

load helpers

seen_by() {
  as "$1"
  for plugin in "${PLUGINS[@]}"; do report "$plugin" -A | jq 'del(.scope)'; done
}

@test "client certificate, token and credential plugin see what the administrator sees" {
  local admin
  admin=$(seen_by admin)
  same certificate "$admin" "$(seen_by certificate)"
  same token "$admin" "$(seen_by token)"
  same exec "$admin" "$(seen_by exec)"
}

@test "without the right to read Secrets, that is said and the rest is checked" {
  as limited
  report certs -A > "$BATS_TEST_TMPDIR/report"
  contains "$(jq -r '.notChecked[] | "\(.kind) \(.reason)"' "$BATS_TEST_TMPDIR/report")" '^Secret forbidden$'
  contains "$(kubectl mesh-certs -A || true)" 'not checked.*secrets'
}

@test "--strict turns what was not checked into exit code 3" {
  as limited
  exits 3 kubectl mesh-certs -A --strict --fail-on never
}

apply() { kubectl --kubeconfig "$E2E/demo/admin.kubeconfig" apply --server-side -f - > /dev/null; }

# grant: binds the roles on stdin, as `checks -o rbac` prints them, to a user who may do nothing else.
grant() {
  local roles
  roles=$(kubectl create --dry-run=client -o json -f - | jq 'if .kind == "List" then .items[] else . end')
  apply <<< "$roles"
  jq '{apiVersion, kind: "\(.kind)Binding", metadata: {name: "nobody", namespace: .metadata.namespace},
    roleRef: {apiGroup: "rbac.authorization.k8s.io", kind, name: .metadata.name},
    subjects: [{apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "nobody"}]}' <<< "$roles" | apply
}

withdraw() {
  as admin
  kubectl delete clusterrolebinding nobody > /dev/null
  kubectl delete rolebinding -A --field-selector metadata.name=nobody > /dev/null
}

# role_is_enough PLUGIN SCOPE…: a user with that role sees what the administrator sees.
role_is_enough() {
  local plugin=$1
  shift
  as admin
  report "$plugin" "$@" | jq 'del(.scope)' > "$BATS_TEST_TMPDIR/admin"
  kubectl "mesh-$plugin" checks -o rbac "$@" | grant
  as nobody
  report "$plugin" "$@" | jq 'del(.scope)' > "$BATS_TEST_TMPDIR/nobody"
  withdraw
  diff "$BATS_TEST_TMPDIR/admin" "$BATS_TEST_TMPDIR/nobody"
  same "mesh-$plugin $*: not allowed" "" "$(jq -r '.notChecked[] | select(.reason == "forbidden") | .message' "$BATS_TEST_TMPDIR/nobody")"
}

@test "the role that checks -o rbac prints is enough, for all namespaces and for one" {
  local plugin
  for plugin in "${PLUGINS[@]}"; do
    role_is_enough "$plugin" -A
    role_is_enough "$plugin" -n shop
  done
}

@test "the role is for the selected checks" {
  same "rules" "" "$(kubectl mesh-certs checks --only CERT019 -o rbac | grep secrets || true)"
}
