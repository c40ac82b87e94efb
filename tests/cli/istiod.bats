# SPDX-License-Identifier: Apache-2.0
# Clusters in which istiod does what one would not expect: istiod/*.yaml say what is asked of them, and the answer that
# its source code gives.

load helpers

# answer PLUGIN ARGUMENT…: in the words of the `want` lines.
answer() {
  local plugin=$1
  shift
  "$BIN/kubectl-mesh-$plugin" "$@" -o json | jq -r '
    def cluster: "\(.cluster) \(if .exists then "exists" else "missing" end) \(.destinationRule // "-") \(.tls // "-")";
    if .kind == "Trace" then [.result, (.clusters[]? | cluster)] | join(" ") else "\(.outcome) \(.wire)" end'
}

@test "the answers are istiod's" {
  local file key words got failed=0
  for file in "$BATS_TEST_DIRNAME"/istiod/*.yaml; do
    # Each question, and on the next line the answer.
    while read -r _ key words; do
      if [[ $key == ask: ]]; then
        # shellcheck disable=SC2086  # a list of words
        got=$(answer $words -f "$file")
      elif [[ $got != "$words" ]]; then
        printf '%s:\n  wanted %s\n  got    %s\n' "${file##*/}" "$words" "$got"
        failed=1
      fi
    done < <(grep -E '^# (ask|want):' "$file")
  done
  return "$failed"
}
