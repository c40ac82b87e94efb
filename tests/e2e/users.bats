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

# The ClusterRole of `checks -o rbac`, given to a user who may do nothing else.
grant() {
  kubectl --kubeconfig "$E2E/demo/admin.kubeconfig" apply --server-side -f - > /dev/null
}

@test "the role that checks -o rbac prints is enough" {
  local plugin role
  for plugin in "${PLUGINS[@]}"; do
    as admin
    role=$(kubectl "mesh-$plugin" checks -o rbac | kubectl create --dry-run=client -o json -f - | jq "if .kind == \"List\" then .items[] else . end | select(.kind == \"ClusterRole\") | .metadata.name = \"e2e-$plugin\"")
    grant <<< "$role"
    grant <<< "{\"apiVersion\": \"rbac.authorization.k8s.io/v1\", \"kind\": \"ClusterRoleBinding\", \"metadata\": {\"name\": \"nobody\"},
      \"roleRef\": {\"apiGroup\": \"rbac.authorization.k8s.io\", \"kind\": \"ClusterRole\", \"name\": \"e2e-$plugin\"}, \"subjects\": [{\"apiGroup\": \"rbac.authorization.k8s.io\", \"kind\": \"User\", \"name\": \"nobody\"}]}"
    as admin
    report "$plugin" -A | jq 'del(.scope)' > "$BATS_TEST_TMPDIR/admin"
    as nobody
    report "$plugin" -A | jq 'del(.scope)' > "$BATS_TEST_TMPDIR/nobody"
    as admin
    kubectl delete clusterrolebinding nobody > /dev/null
    diff "$BATS_TEST_TMPDIR/admin" "$BATS_TEST_TMPDIR/nobody"
  done
}
