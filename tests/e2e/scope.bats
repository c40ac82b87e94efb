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
