#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Completion of the plugins typed as commands of their own, in real shells. No cluster.

load helpers
load terminal

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  export PATH=$BIN:$PATH KUBECONFIG=$BATS_TEST_TMPDIR/config
  mkdir empty
  cp "$ROOT/examples/broken-shop/10-shop.yaml" "$ROOT/examples/broken-shop/20-routing.yaml" .
  touch notes.txt
  cat > config << 'YAML'
apiVersion: v1
kind: Config
clusters: [{ name: far, cluster: { server: "https://192.0.2.1:6443" } }]
users: [{ name: me, user: { token: t } }]
contexts: [{ name: production, context: { cluster: far, user: me, namespace: checkout } }]
current-context: production
YAML
}

teardown() { close_shell; }

# The same keys must do the same in each shell.
check_shell() {
  open_shell "$@"
  local mtls=kubectl-mesh_mtls routes=kubectl-mesh_routes
  completes "$mtls stri" "$mtls strict"
  completes "$mtls --seve" "$mtls --severity"
  completes "$mtls -o js" "$mtls -o json"
  completes "$mtls --output=js" "$mtls --output=json"
  completes "$mtls show -o me" "$mtls show -o mermaid"
  completes "$mtls --context pro" "$mtls --context production"
  completes "$mtls -n check" "$mtls -n checkout"
  completes "$mtls -f 10" "$mtls -f 10-shop.yaml"
  completes "$mtls --kubeconfig no" "$mtls --kubeconfig notes.txt"
  completes "$mtls -f 10-shop.yaml show service/ca" "$mtls -f 10-shop.yaml show service/cart"
  completes "$mtls -f 10-shop.yaml can deploy/frontend shop/cart:" "$mtls -f 10-shop.yaml can deploy/frontend shop/cart:80"
  completes "$mtls -f 10-shop.yaml strict 'sho" "$mtls -f 10-shop.yaml strict 'shop'"
  completes "$mtls --only MTLS001,MTLS00" "$mtls --only MTLS001,MTLS00"
  completes "$routes -f 20-routing.yaml trace http://sho" "$routes -f 20-routing.yaml trace http://shop.example.com"
  # A type is followed by a name at once, a whole word by a blank.
  completes "$mtls -f 10-shop.yaml show serv" "$mtls -f 10-shop.yaml show service/"
  press ca Tab -o Tab
  waits_for_line "$mtls -f 10-shop.yaml show service/cart -o"
  completes "$mtls explain MTLS00" "$mtls explain MTLS00"
  press Tab
  shows "MTLS003"
  shows "ISTIO_MUTUAL goes only to pods with a sidecar that accepts it"
}

@test "bash completes" { check_shell bash 'source <(kubectl-mesh_mtls completion bash)' 'source <(kubectl-mesh_routes completion bash)'; }

@test "bash completes with bash-completion, which loads the scripts when they are needed" {
  mkdir -p home/.local/share/bash-completion
  ln -s "$ROOT/completions/bash" home/.local/share/bash-completion/completions
  check_shell bash 'source /usr/share/bash-completion/bash_completion'
}

@test "zsh completes" { check_shell zsh 'source <(kubectl-mesh_mtls completion zsh)' 'source <(kubectl-mesh_routes completion zsh)'; }

@test "fish completes" { check_shell fish 'kubectl-mesh_mtls completion fish | source' 'kubectl-mesh_routes completion fish | source'; }

@test "zsh and fish load the scripts from their folders" {
  open_shell zsh "fpath=($ROOT/completions/zsh \$fpath)" "compinit -u -d '$BATS_TEST_TMPDIR/dump'"
  completes "kubectl-mesh_ports --seve" "kubectl-mesh_ports --severity"
  close_shell
  mkdir -p home/.config/fish
  ln -s "$ROOT/completions/fish" home/.config/fish/completions
  open_shell fish
  completes "kubectl-mesh_ports --seve" "kubectl-mesh_ports --severity"
}

@test "a cluster that does not answer leaves the line alone" {
  local shell
  for shell in bash zsh fish; do
    case $shell in
      fish) open_shell fish 'kubectl-mesh_mtls completion fish | source' ;;
      *) open_shell "$shell" "source <(kubectl-mesh_mtls completion $shell)" ;;
    esac
    press "kubectl-mesh_mtls show pod/x" Tab
    sleep 2
    [[ $(current_line) == "kubectl-mesh_mtls show pod/x" ]] || { screen; return 1; }
    [[ $(screen | grep -vcF "$PROMPT" ) == $(screen | grep -cE '^ *$') ]] || { screen; return 1; }
    close_shell
  done
}

@test "help is wrapped to the terminal" {
  open_shell bash
  terminal resize-window -x 50 -y 50
  press "clear; kubectl-mesh_mtls strict --help" Enter
  shows "Use \"kubectl mesh-mtls --help\""
  shows "  The namespace to look at (default: that"
}
