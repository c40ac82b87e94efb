# SPDX-License-Identifier: Apache-2.0
# Completion through kubectl's own, installed as krew installs: one link per plugin. Names come from the API server.

load helpers
load ../cli/terminal

setup() {
  as admin
  local plugin links=$BATS_TEST_TMPDIR/links
  mkdir "$links"
  for plugin in mtls routes; do ln -s "$(command -v "kubectl-mesh_$plugin")" "$links"; done
  export PATH=$links:$PATH
  for plugin in mtls routes; do kubectl "mesh-$plugin" completion install > /dev/null; done
}

teardown() { close_shell; }

check_shell() {
  open_shell "$@"
  completes "kubectl mesh-m" "kubectl mesh-mtls"
  completes "kubectl mesh-mtls stri" "kubectl mesh-mtls strict"
  completes "kubectl mesh-mtls --seve" "kubectl mesh-mtls --severity"
  completes "kubectl mesh-mtls show -o me" "kubectl mesh-mtls show -o mermaid"
  completes "kubectl mesh-mtls --output=js" "kubectl mesh-mtls --output=json"
  completes "kubectl mesh-mtls -n sho" "kubectl mesh-mtls -n shop"
  completes "kubectl mesh-mtls --context e2" "kubectl mesh-mtls --context e2e"
  completes "kubectl mesh-mtls -n shop show service/car" "kubectl mesh-mtls -n shop show service/cart"
  completes "kubectl mesh-mtls can -n shop deploy/front" "kubectl mesh-mtls can -n shop deploy/frontend"
  completes "kubectl mesh-mtls can deploy/frontend shop/cart:" "kubectl mesh-mtls can deploy/frontend shop/cart:80"
  completes "kubectl mesh-routes trace http://shop." "kubectl mesh-routes trace http://shop.example.com"
  completes "kubectl mesh-mtls show serv" "kubectl mesh-mtls show service/"
}

@test "bash, with kubectl's completion" { check_shell bash 'source /usr/share/bash-completion/bash_completion' 'source <(kubectl completion bash)'; }

@test "zsh, with kubectl's completion" { check_shell zsh 'source <(kubectl completion zsh)'; }

@test "fish, with kubectl's completion" { check_shell fish 'kubectl completion fish | source'; }

@test "a key without answer leaves nothing on the line" {
  as stopped
  open_shell bash 'source /usr/share/bash-completion/bash_completion' 'source <(kubectl completion bash)'
  press "kubectl mesh-mtls -n shop show pod/x" Tab
  sleep 3
  [[ $(current_line) == "kubectl mesh-mtls -n shop show pod/x" ]]
}

# The candidates for the words, without their descriptions.
candidates() { kubectl-mesh_mtls __complete "$@" | cut -f 1; }

@test "names are those that kubectl get prints" {
  same namespaces "$(kubectl get namespaces -o name | cut -d/ -f2 | sort)" "$(candidates -n '' | grep -v :)"
  same pods "$(kubectl get pods -n shop -o name | sort)" "$(candidates -n shop pod/ | grep -v :)"
  same "all namespaces" "$(kubectl get deployments -A -o name | sed 's/.*\//deploy\//' | sort -u)" "$(candidates -A deploy/ | grep -v :)"
  same rules "$(kubectl get destinationrules -n shop -o name | sed 's/.*\//dr\//' | sort)" "$(candidates -n shop dr/ | grep -v :)"
  same clients "$(kubectl get pods -n shop -o name | sed 's/^pod/shop/' | sort)" "$(candidates can shop/ | grep -v :)"
  same "in-mesh service" "$(kubectl get services -n shop -o name | sed 's/^service/shop/' | sort)" "$(candidates can x shop/ | grep -v :)"
}

@test "one list of the one kind is asked for, in the namespace of the line, and nothing for flags and verbs" {
  local before log=$E2E/demo/audit.log
  as token
  before=$(stat -c %s "$log")
  candidates -n shop pod/ > /dev/null
  candidates stri > /dev/null
  candidates --sev > /dev/null
  candidates -o '' > /dev/null
  candidates --context '' > /dev/null
  same requests "list /api/v1/namespaces/shop/pods" "$(tail -c +"$((before + 1))" "$log" | jq -r 'select(.user.username == "token-user") | "\(.verb) \(.requestURI | sub("[?].*"; ""))"')"
}

@test "who may read nothing is offered nothing but verbs, flags and what the kubeconfig names" {
  as nobody
  same pods ":4" "$(candidates -n shop pod/)"
  same namespaces ":4" "$(candidates -n '')"
  same verbs "strict :4" "$(candidates stri | paste -sd ' ')"
  kubectl config set-context e2e --namespace shop --kubeconfig "$E2E/demo/nobody.kubeconfig" > /dev/null
  same "namespace of the context" "shop :4" "$(candidates -n '' | paste -sd ' ')"
  kubectl config unset contexts.e2e.namespace --kubeconfig "$E2E/demo/nobody.kubeconfig" > /dev/null
}

@test "a kind that is not installed has no names" {
  as admin without-crds
  same rules ":4" "$(candidates destinationrule/)"
}
