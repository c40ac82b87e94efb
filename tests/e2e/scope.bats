# SPDX-License-Identifier: Apache-2.0
# With -n only what the namespace's findings depend on is read, and nothing is missed.

load helpers

setup() { as admin; }

@test "-n says of each namespace what -A says of it" {
  local plugin namespaces
  namespaces=$(kubectl get namespaces -o jsonpath='{.items[*].metadata.name}')
  for plugin in "${PLUGINS[@]}"; do
    # shellcheck disable=SC2086  # a list of words
    "$E2E_TESTS/compare-scopes.sh" "$plugin" $namespaces
  done
}

# What COMMAND asked for, without the version, one path a line.
asked_by() {
  local log=$E2E/demo/audit.log before
  before=$(stat -c %s "$log")
  as token
  "$@" > /dev/null
  tail -c +"$((before + 1))" "$log" | jq -r 'select(.user.username == "token-user" and .objectRef.resource != null) | .requestURI' | sort -u
}

@test "-n does not list the pods of all namespaces" {
  local asked
  asked=$(asked_by report inject -n default)
  contains "$asked" '^/api/v1/namespaces/default/pods\?'
  same "all pods" "" "$(grep -E '^/api/v1/pods\?' <<< "$asked" | grep -v labelSelector || true)"
  same "other namespaces" "" "$(grep -E '/namespaces/(shop|payments|catalog)/' <<< "$asked" || true)"
}

@test "Secrets are fetched one by one, and only those that Gateways and the mesh name" {
  local asked
  asked=$(asked_by report certs -A)
  same "lists of Secrets" "" "$(grep -E '/secrets(\?|$)' <<< "$asked" || true)"
  contains "$asked" '/namespaces/istio-system/secrets/shop-example-com-cert'
}

@test "the Secret that a DestinationRule names is found where gateways run" {
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=partner -keyout "$BATS_TEST_TMPDIR/key" -out "$BATS_TEST_TMPDIR/cert" 2> /dev/null
  kubectl apply -f - > /dev/null << EOF
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: partner, namespace: default}
spec:
  host: partner.example.com
  trafficPolicy: {tls: {mode: MUTUAL, sni: partner.example.com, credentialName: partner-client}}
EOF
  local missing present scoped
  missing=$(report certs -A | jq -r '.findings[] | select(.object.name == "partner") | .code')
  kubectl create secret tls partner-client -n istio-system --cert="$BATS_TEST_TMPDIR/cert" --key="$BATS_TEST_TMPDIR/key" > /dev/null
  present=$(report certs -A | jq -r '.findings[] | select(.object.name == "partner") | .code')
  scoped=$(report certs -n default | jq -r '.findings[] | select(.object.name == "partner") | .code')
  kubectl delete secret partner-client -n istio-system > /dev/null
  kubectl delete destinationrule partner -n default > /dev/null
  same "without the Secret" CERT017 "$missing"
  same "with it" "" "$present"
  same "with it, and -n" "" "$scoped"
}

@test "-n sees what its findings depend on in other namespaces" {
  local plugin
  as admin guide
  "$E2E_TESTS/load.sh" "$KUBECONFIG" "$E2E_TESTS/scope/mesh.yaml"
  for plugin in "${PLUGINS[@]}"; do
    "$E2E_TESTS/compare-scopes.sh" "$plugin" front web data egress ingress-nginx
  done
  contains "$(report routes -n front | findings)" '^ROUTE005 DestinationRule front/db$'
  # But for Secrets, which files without any say nothing of.
  same "what -f says" "$(for plugin in "${PLUGINS[@]}"; do report "$plugin" -f "$E2E_TESTS/scope/mesh.yaml" | findings; done)" \
    "$(for plugin in "${PLUGINS[@]}"; do report "$plugin" -A | findings | grep -v CERT017; done)"
  "$E2E_TESTS/load.sh" --remove "$KUBECONFIG" "$E2E_TESTS/scope/mesh.yaml"
}
