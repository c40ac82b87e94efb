# SPDX-License-Identifier: Apache-2.0
# `kubectl mesh-inject why` against what a real API server and the real injector do. run.sh asks each pod of cases/ once.

load ../helpers

# disagreements FILTER: the records of which it does not hold; fails if there are any.
disagreements() {
  local found
  found=$(jq -c "select($1 | not)" "$ANSWERS")
  same "disagreements" "" "$found"
}

@test "of files, before the pod exists" { disagreements '(.foretold | del(.webhooksCalled)) == (.done | del(.webhooksCalled))'; }

@test "which webhooks are called" { disagreements '.foretold.webhooksCalled == .done.webhooksCalled'; }

@test "of the running pod: what it would get is what it got" {
  disagreements '.live == null or ((.live | del(.actual, .difference)) == .done)'
}

@test "of the running pod: it is as it should be" {
  disagreements '.live == null or (.live.difference == null and (.live.actual | {injected, revision}) == (.done | {injected, revision}))'
}

@test "each kind of answer is among them" {
  local kinds
  kinds=$(jq -r '.done | .deniedBy // if .injected then "injected" elif .webhooksCalled == [] then "nobody asked" else "left alone" end' "$ANSWERS" | sort -u)
  same "kinds" "$(printf '%s\n' call injected injector 'left alone' 'nobody asked' podsecurity validation)" "$kinds"
}
