#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Help, manual pages, suggestions, version: what tells a user what there is.

load helpers

plugins='inject mtls ports certs routes'

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  export HOME=$BATS_TEST_TMPDIR
  unset KUBECONFIG
}

mtls() { "$BIN/kubectl-mesh_mtls" "$@"; }

verbs_of() { "$BIN/kubectl-mesh_$1" --help | sed -n '/^Available Commands:/,/^$/p' | sed -n 's/^  \([a-z]*\) .*/\1/p'; }

in_order() {
  local heading lines=()
  for heading in "$@"; do lines+=("$(grep -nx -m 1 -- "$heading" stdout | cut -d: -f1)"); done
  [[ ${lines[*]} == "$(printf '%s\n' "${lines[@]}" | sort -n | paste -sd ' ')" ]]
}

@test "help has kubectl's sections in kubectl's order, in lines of at most 80 columns" {
  for plugin in $plugins; do
    exits 0 "$BIN/kubectl-mesh_$plugin" --help
    in_order Examples: 'Available Commands:' Options: Usage:
    # Commands to be copied are not broken.
    if grep -v '^  kubectl mesh' stdout | grep -E '^.{81}'; then return 1; fi
  done
}

@test "each verb has help of its own, with its arguments, its flags and examples" {
  for plugin in $plugins; do
    [[ $(verbs_of "$plugin" | wc -l) -gt 5 ]]
    for verb in $(verbs_of "$plugin"); do
      exits 0 "$BIN/kubectl-mesh_$plugin" "$verb" --help
      says stdout "  kubectl mesh-$plugin $verb"
      in_order Options: Usage:
      cp stdout by-flag
      exits 0 "$BIN/kubectl-mesh_$plugin" help "$verb"
      cmp stdout by-flag
    done
  done
  exits 0 mtls can --help
  says stdout "SERVER[:PORT]:"
  says stdout "--protocol=PROTOCOL:"
  exits 0 "$BIN/kubectl-mesh_routes" show --help
  [[ $(< stdout) != *--gateway* ]]
}

@test "what is printed as examples is understood" {
  for plugin in $plugins; do
    for verb in "" $(verbs_of "$plugin"); do
      # shellcheck disable=SC2086  # the report has no verb
      "$BIN/kubectl-mesh_$plugin" $verb --help | grep "^  kubectl mesh-$plugin " | grep -v '\[flags\]' | sed "s/^  kubectl mesh-$plugin //" > commands
      while read -r line; do
        eval "set -- $line"
        # Only what comes after the command line is understood may fail: there is no cluster here.
        "$BIN/kubectl-mesh_$plugin" "$@" > out 2> err < /dev/null || true
        ! grep -qE "unknown|invalid|goes with|is neither|takes|--help" err || { echo "$line"; cat err; return 1; }
      done < <(grep -v '^completion install' commands)
    done
  done
}

@test "the manual pages are well-formed" {
  for plugin in $plugins; do
    "$BIN/kubectl-mesh_$plugin" help -o man > "kubectl-mesh-$plugin.1"
    exits 0 mandoc -Tlint -Wwarning "kubectl-mesh-$plugin.1"
    LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l "kubectl-mesh-$plugin.1" > page 2> warnings
    [[ ! -s warnings ]] || { cat warnings; return 1; }
    for verb in $(verbs_of "$plugin"); do says page "$verb"; done
    says page "--kubeconfig"
  done
}

@test "misspelled words get a suggestion" {
  exits 2 mtls shwo
  says stderr "did you mean show?"
  exits 2 mtls help strct
  says stderr "did you mean strict?"
  exits 2 mtls --namspace x
  says stderr "unknown flag: --namspace; did you mean --namespace?"
  exits 2 mtls explain MTLS01
  says stderr "did you mean MTLS001?"
  exits 2 mtls --only mtls0001
  says stderr "did you mean MTLS001?"
  exits 2 mtls sevrice/cart
  says stderr "did you mean service?"
  exits 2 mtls -o jsno
  says stderr 'invalid value "jsno" for --output: a report is printed as text, json or name; did you mean json?'
  exits 2 mtls --severity eror
  says stderr "did you mean error?"
  exits 2 mtls completion bahs
  says stderr "did you mean bash?"
}

@test "version is printed for scripts" {
  exits 0 mtls version -o json
  jq -e --arg version "$VERSION" '.kind == "Version" and .version == $version and .program == "kubectl-mesh_mtls"' stdout
  exits 0 mtls version -o yaml
  says stdout "version: \"$VERSION\""
}
