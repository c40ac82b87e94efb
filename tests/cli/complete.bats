#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What the plugins answer to kubectl and the shells: candidates, a directive, nothing else. No cluster.

load helpers

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  export HOME=$BATS_TEST_TMPDIR KUBECONFIG=$BATS_TEST_TMPDIR/config
  DEMO=$ROOT/examples/broken-shop
  cat > config << 'YAML'
apiVersion: v1
kind: Config
clusters: [{ name: far, cluster: { server: "https://192.0.2.1:6443" } }]
users: [{ name: me, user: { token: t } }, { name: slow, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: ./slow, interactiveMode: IfAvailable } } }]
contexts:
- { name: production, context: { cluster: far, user: me, namespace: checkout } }
- { name: login, context: { cluster: far, user: slow, namespace: basket } }
current-context: production
YAML
}

# answer PLUGIN WORDS…: the texts of the candidates, and the directive, a line each. Must succeed in silence.
answer() {
  local plugin=$1
  shift
  "$BIN/kubectl-mesh_$plugin" __complete "$@" > stdout 2> stderr < /dev/null || return 1
  [[ ! -s stderr ]] || return 1
  cut -f 1 stdout
}

# answers WANTED PLUGIN WORDS…: exactly those, blanks between them.
answers() {
  local wanted=$1 got
  shift
  got=$(answer "$@" | tr '\n' ' ')
  [[ $got == "$wanted " ]] || { printf 'wanted %s\ngot    %s\n' "$wanted" "$got"; return 1; }
}

# lacks PATTERN PLUGIN WORDS…: no candidate matches it.
lacks() {
  local pattern=$1
  shift
  answer "$@" > candidates
  if grep -qxE -- "$pattern" candidates; then
    printf 'there is %s among\n' "$pattern"
    cat candidates
    return 1
  fi
}

@test "verbs, types and flags begin as the word does" {
  answers "strict :4" mtls stri
  answers "service/ serviceentry/ :6" routes serv
  answers "svc/ :6" ports show sv
  answers "--severity :4" mtls --sever
  answers "--namespace :4" mtls --namesp
  answers "bash :4" mtls completion ba
  answers "strict :4" mtls help str
  answers ":4" mtls strict shop ""
}

@test "a verb is offered the flags that it takes" {
  answer routes trace --g | grep -qx -- --gateway
  lacks "--gateway" routes --g
  lacks ".*fail-on.*" routes trace --fail
  answer mtls explain - | grep -qx -- --output
  lacks "--namespace" mtls explain -
}

@test "values are offered after a blank, after =, and behind the letter" {
  answers "json :4" mtls -o js
  answers "json :4" mtls --output=js
  answers "-ojson :4" mtls -ojs
  answers "-o=json :4" mtls -o=js
  answers "text wide json mermaid dot :4" mtls show -o ""
  answers "text wide json :4" mtls can -o ""
  answers "text json yaml :4" mtls version -o ""
  answers "error warning info never :4" ports --fail-on ""
  answers "http tcp tls :4" mtls can --protocol ""
}

@test "codes come with their titles" {
  answer mtls explain MTLS001
  grep -qP '^MTLS001\tNo DestinationRule sends plaintext' stdout
  answer mtls explain LOAD001 | grep -qx LOAD001
  answer mtls --only MTLS001,MTLS00 | grep -qx MTLS001,MTLS002
  lacks "MTLS001,MTLS001" mtls --only MTLS001,MTLS00
}

@test "contexts, clusters and users come from the kubeconfig, also from the one on the line" {
  answers "login production :4" mtls --context ""
  answers "far :4" mtls --cluster ""
  answers "me slow :4" mtls --user ""
  mv config elsewhere
  answers "production :4" mtls --kubeconfig elsewhere --context p
  answers ":4" mtls --context ""
}

@test "files are left to the shell" {
  answers "yaml yml json :8" mtls -f ""
  answers ":0" mtls --kubeconfig ""
  answers ":0" mtls --client-key ""
}

@test "names come from the files on the line" {
  answers "service/cart service/catalog :4" mtls -f "$DEMO" show service/ca ||
    answers "service/cart :4" mtls -f "$DEMO" show service/ca
  answers "catalog :4" mtls -f "$DEMO" -n cat
  answers "shop :4" mtls strict -f "$DEMO" sho
  answers "svc/cart :4" mtls -f "$DEMO" -n shop svc/car
  answers ":4" mtls -f "$DEMO" -n payments svc/car
  answers "deploy/frontend :4" mtls can -f "$DEMO" deploy/fron
  answers "shop/cart :4" mtls can -f "$DEMO" deploy/frontend shop/car
  answers "shop/cart:80 :4" mtls can -f "$DEMO" deploy/frontend shop/cart:
  answer mtls can -f "$DEMO" shop/frontend- | grep -q '^shop/frontend-'
  answer routes trace -f "$DEMO" x --gateway istio-system/istio-in | grep -qx istio-system/istio-ingressgateway
}

@test "trace is offered hosts and paths of VirtualServices" {
  answers "http://shop.example.com :6" routes trace -f "$DEMO" http://shop.
  answer routes trace -f "$DEMO" http://shop.example.com/ | grep -q '^http://shop.example.com/'
  answers "https:// :6" routes trace -f "$DEMO" https
}

@test "without an answer from the cluster there is silence within two seconds, and all else at once" {
  local begin=$SECONDS
  answers ":4" mtls show pod/
  ((SECONDS - begin <= 3))
  begin=$(date +%s%N)
  answers "strict :4" mtls stri
  (($(date +%s%N) - begin < 500000000))
}

@test "namespaces of the kubeconfig stand in for those of a cluster that does not answer" {
  answers "basket checkout :4" mtls -n ""
  answers "-ncheckout :4" mtls -nch
}

@test "a credential plugin can neither ask on the terminal nor hold it up" {
  printf '#!/bin/sh\necho "open the browser" >&2\nread answer && touch asked\nsleep 20\n' > slow
  chmod +x slow
  local begin=$SECONDS
  answers ":4" mtls --context login show pod/
  ((SECONDS - begin <= 3))
  [[ ! -e asked ]]
}

@test "no input makes it fail" {
  answers ":4" mtls --bogus x y z
  answers ":4" mtls -Z ""
  answers ":4" mtls show nonsense/
  answers ":4" mtls -f /does/not/exist show service/
  printf 'kind: [\n' > config
  answers ":4" mtls --context ""
  answers ":4" mtls show pod/
  "$BIN/kubectl-mesh_mtls" __complete > stdout 2> stderr
  [[ $(tail -n 1 stdout) == :4 ]]
}

@test "the completion executable is put beside the plugin, be it a link, and removed again" {
  mkdir -p store/v1 krew
  cp "$BIN/kubectl-mesh-mtls" store/v1/kubectl-mesh_mtls
  ln -s ../store/v1/kubectl-mesh_mtls krew/kubectl-mesh_mtls
  export PATH=$PWD/krew:$PATH
  exits 0 kubectl-mesh_mtls completion install
  says stdout "wrote $PWD/krew/kubectl_complete-mesh_mtls: where kubectl completes, kubectl mesh-mtls now does too"
  cmp krew/kubectl_complete-mesh_mtls "$ROOT/completions/kubectl/kubectl_complete-mesh_mtls"
  [[ $(kubectl_complete-mesh_mtls stri) == strict*:4 ]]
  exits 0 kubectl-mesh_mtls completion install
  exits 0 krew/kubectl-mesh_mtls completion uninstall
  [[ $(ls krew) == kubectl-mesh_mtls && $(ls store/v1) == kubectl-mesh_mtls ]]
  exits 0 kubectl-mesh_mtls completion uninstall
  says stdout "there is no"
}

@test "a folder that may not be written to, and other names, are one sentence" {
  cp "$BIN/kubectl-mesh-mtls" other
  exits 2 ./other completion install
  says stderr "error: kubectl takes only files named kubectl-"
  mkdir -p taken/kubectl_complete-mesh_mtls/full
  cp other taken/kubectl-mesh_mtls
  exits 2 taken/kubectl-mesh_mtls completion install
  says stderr "error: cannot write $PWD/taken/kubectl_complete-mesh_mtls: Is a directory"
}

@test "the files in completions/ fit the plugins" {
  local plugin
  for plugin in inject mtls ports certs routes; do
    "$BIN/kubectl-mesh_$plugin" completion bash | bash -n
    "$BIN/kubectl-mesh_$plugin" completion zsh | zsh -n
    "$BIN/kubectl-mesh_$plugin" completion fish | fish -n
    [[ -x $ROOT/completions/kubectl/kubectl_complete-mesh_$plugin ]]
    says "$ROOT/completions/kubectl/kubectl_complete-mesh_$plugin" "exec kubectl-mesh_$plugin __complete"
    says "$ROOT/completions/bash/kubectl-mesh_$plugin" "kubectl-mesh_$plugin completion bash"
    says "$ROOT/completions/zsh/_kubectl-mesh_$plugin" "kubectl-mesh_$plugin completion zsh"
    says "$ROOT/completions/fish/kubectl-mesh_$plugin.fish" "kubectl-mesh_$plugin completion fish"
  done
}
