# SPDX-License-Identifier: Apache-2.0
# What the plugins ask the API server, as its audit log tells.

load helpers

# The records of the token user that were written while COMMAND ran.
requests_of() {
  local log=$E2E/demo/audit.log before
  before=$(stat -c %s "$log")
  as token
  "$@" > /dev/null
  tail -c +"$((before + 1))" "$log" | jq -c 'select(.user.username == "token-user")'
}

everything() {
  local plugin=$1
  report "$plugin" -A
  report "$plugin" -n shop
}

@test "nothing but get and list is asked, under the plugin's own name" {
  local plugin records
  for plugin in "${PLUGINS[@]}"; do
    records=$(requests_of everything "$plugin")
    [[ -n $records ]]
    same "mesh-$plugin: other verbs" "" "$(jq -r 'select(.verb != "get" and .verb != "list") | "\(.verb) \(.requestURI)"' <<< "$records")"
    same "mesh-$plugin: other names" "" "$(jq -r "select(.userAgent | startswith(\"kubectl-mesh_$plugin\") | not) | .userAgent" <<< "$records" | sort -u)"
  done
}

@test "only kinds that a check reads are asked for" {
  local plugin allowed asked
  for plugin in "${PLUGINS[@]}"; do
    as admin
    allowed=$(kubectl "mesh-$plugin" checks -o rbac | kubectl create --dry-run=client -o json -f - |
      jq -r 'if .kind == "List" then .items[] else . end | select(.kind == "ClusterRole") | .rules[] | .apiGroups[] as $group | .resources[] as $resource | .verbs[] as $verb | "\($verb) \($resource).\($group)"' | sort -u)
    asked=$(requests_of report "$plugin" -A | jq -r 'select(.objectRef.resource != null) | "\(.verb) \(.objectRef.resource).\(.objectRef.apiGroup // "")"' | sort -u)
    [[ -n $asked ]]
    same "mesh-$plugin asks for what its role does not name" "" "$(comm -13 <(printf '%s\n' "$allowed") <(printf '%s\n' "$asked"))"
  done
}
