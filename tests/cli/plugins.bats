#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The binaries as a script or a person at a terminal meets them: exit codes, streams, help, bad input.
# BIN is the folder of the binaries, ROOT the top folder, VERSION the version.

load helpers

plugins='inject mtls ports certs routes'

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  unset KUBECONFIG
  export HOME=$BATS_TEST_TMPDIR
  cat > service.yaml << 'YAML'
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: web, port: 80 }] }
YAML
}

ports() { "$BIN/kubectl-mesh_ports" "$@"; }

one_error_line() { [[ $(grep -c . stderr) == 1 && $(< stderr) == error:* ]] || { cat stderr; return 1; }; }

@test "help names the command as it was typed" {
  for plugin in $plugins; do
    exits 0 "$BIN/kubectl-mesh_$plugin" --help
    says stdout "kubectl mesh-$plugin [TYPE/NAME ...]"
    exits 0 "$BIN/kubectl-mesh-$plugin" -h
    says stdout "kubectl mesh $plugin [TYPE/NAME ...]"
  done
}

@test "every plugin has a version, a catalogue, and a page for each of its checks" {
  for plugin in $plugins; do
    exits 0 "$BIN/kubectl-mesh_$plugin" version
    says stdout "$VERSION"
    exits 0 "$BIN/kubectl-mesh_$plugin" checks -o json
    jq -r '.checks[].code' stdout > codes
    [[ $(wc -l < codes) -gt 5 ]]
    while read -r code; do
      exits 0 "$BIN/kubectl-mesh_$plugin" explain "$code"
      says stdout "$code"
    done < codes
  done
}

@test "findings decide the exit code as --fail-on says" {
  exits 0 ports -f service.yaml --only PORT001
  exits 1 ports -f service.yaml --only PORT001 --fail-on warning
  exits 0 ports -f service.yaml --only PORT001 --fail-on never
  # What is not shown counts, and is counted.
  exits 1 ports -f service.yaml --only PORT001 --fail-on info --severity error
  says stdout "1 less severe not shown"
}

@test "what was not checked makes the exit code 3 under --strict" {
  exits 3 ports -f service.yaml --only PORT004 --strict
  says stdout "not checked: PORT004"
  exits 0 ports -f service.yaml --only PORT004
}

@test "flags are spelled as kubectl spells them" {
  for flags in "-nshop" "-n=shop" "-n shop" "--namespace shop" "--namespace=shop"; do
    # shellcheck disable=SC2086  # several words
    exits 0 ports -f service.yaml --only PORT001 $flags
    says stdout "1 warning in 1 namespace"
  done
  exits 0 ports -Aojson -f service.yaml
  jq -e '.kind == "Report"' stdout
  exits 0 ports --all_namespaces=true -f service.yaml -- service/cart
}

@test "wrong flags and words give one sentence and a pointer to the help" {
  exits 2 ports --bogus
  says stderr "error: unknown flag: --bogus"
  says stderr "See 'kubectl mesh-ports --help' for usage."
  exits 2 ports -Z
  says stderr "error: unknown shorthand flag: 'Z' in -Z"
  exits 2 ports -n
  says stderr "error: flag needs an argument: -n"
  exits 2 ports --strict=maybe
  says stderr 'invalid argument "maybe"'
  exits 2 ports -f service.yaml -o bogus
  says stderr 'invalid value "bogus" for --output'
  exits 2 ports -f service.yaml --only PORT999
  says stderr "there is no check PORT999"
  exits 2 ports -f service.yaml cart
  says stderr "objects are written TYPE/NAME"
  exits 2 ports explain
  exits 2 ports explain NOPE
}

@test "a named object restricts the report, and must exist" {
  exits 0 ports -f service.yaml svc/cart --only PORT001
  says stdout "service shop/cart"
  exits 2 ports -f service.yaml service/nope
  says stderr 'service "nope" not found in any namespace'
}

@test "what was not meant does not look healthy" {
  exits 2 ports -f service.yaml -n nope
  says stderr 'error: namespace "nope" not found in service.yaml'
  exits 2 ports -f ""
  says stderr "error: -f needs the name of a file"
  exits 2 ports -f service.yaml --only PORT001 --skip port001
  says stderr "error: --only and --skip leave no check to run"
  exits 2 "$BIN/kubectl-mesh_ports" show -f service.yaml --only PORT001
  says stderr "error: --only is about the report of problems: show does not take it"
  says stderr "See 'kubectl mesh-ports show --help' for usage."
}

@test "of a named object also what it brings about is reported, and the rest is counted" {
  exits 1 "$BIN/kubectl-mesh_mtls" -f "$ROOT/examples/broken-shop" -n shop peerauthentication/default --only MTLS001
  says stdout "destinationrule shop/cart"
  says stdout "because  peerauthentication shop/default"
  exits 0 "$BIN/kubectl-mesh_mtls" -f "$ROOT/examples/broken-shop" -n shop service/frontend --only MTLS001
  says stdout "1 about other objects not shown"
}

@test "files are read from standard input" {
  exits 0 ports -f - --only PORT001 < service.yaml
  says stdout "-:4"
}

@test "input that gives nothing to look at is not called healthy" {
  : > empty.yaml
  exits 0 ports -f empty.yaml
  says stdout "the input holds no object of a kind that is checked"
  exits 3 ports -f empty.yaml --strict
}

@test "paths that cannot be read are one sentence" {
  exits 2 ports -f nope.yaml
  one_error_line
  mkdir folder
  exits 2 ports -f folder
  one_error_line
  says stderr "recognized file extensions are .json, .yaml and .yml"
}

@test "with -f no kubeconfig is read" {
  KUBECONFIG=/does/not/exist exits 0 ports -f service.yaml --only PORT001
}

@test "without a cluster the error says what was tried" {
  exits 2 ports -n shop
  one_error_line
  says stderr "localhost:8080"
  exits 2 ports --kubeconfig missing
  one_error_line
  : > empty.config
  exits 2 ports --kubeconfig empty.config
  one_error_line
}

@test "bad documents are findings with their place, and the rest is checked" {
  { cat service.yaml; printf -- '---\nkind: [\n'; } > broken.yaml
  exits 1 ports -f broken.yaml
  says stdout "LOAD001  broken.yaml:"
  says stdout "PORT001"
  printf '\177ELF\0\0' > binary.yaml
  exits 1 ports -f binary.yaml
  says stdout "the file is not text"
  printf '[%.0s' {1..100000} > deep.yaml
  exits 1 ports -f deep.yaml
  says stdout "deep.yaml:1"
  printf 'a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f]\n' > bomb.yaml
  exits 1 ports -f bomb.yaml
  says stdout "expand to too much"
}

@test "the same input gives the same bytes" {
  for plugin in $plugins; do
    "$BIN/kubectl-mesh_$plugin" -f "$ROOT/examples/broken-shop" -o json > first || [[ $? == 1 ]]
    "$BIN/kubectl-mesh_$plugin" -f "$ROOT/examples/broken-shop" -o json > second || [[ $? == 1 ]]
    cmp first second
  done
}

@test "every class of the demo's faults is found" {
  for plugin in $plugins; do
    exits 1 "$BIN/kubectl-mesh_$plugin" -f "$ROOT/examples/broken-shop"
  done
}

@test "private keys of the input reach no output" {
  openssl ecparam -name prime256v1 -genkey -noout -out key.pem
  openssl req -x509 -new -key key.pem -subj /CN=x -days 1 -out cert.pem 2> /dev/null
  key=$(base64 -w0 key.pem)
  for crt in "$(base64 -w0 cert.pem)" "$key" bm90IHBlbQ== '%%%'; do
    printf 'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: istio-system }\ntype: kubernetes.io/tls\ndata: { tls.crt: "%s", tls.key: "%s" }\n---\n' "$crt" "$key" > secret.yaml
    printf 'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: g, namespace: istio-system }\nspec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.example.com], tls: { mode: SIMPLE, credentialName: s } }] }\n' >> secret.yaml
    for format in text json name; do
      "$BIN/kubectl-mesh_certs" -f secret.yaml -o "$format" > out 2>&1 || [[ $? == 1 ]]
      ! grep -qF -- "${key:60:40}" out
      ! grep -qF -- "$(sed -n 2p key.pem)" out
    done
  done
}

@test "control characters from the input do not reach the terminal" {
  printf 'apiVersion: v1\nkind: Service\nmetadata: { name: "a\\e[31m", namespace: shop }\nspec: { ports: [{ name: web, port: 80 }] }\n' > evil.yaml
  exits 0 ports -f evil.yaml --only PORT001
  says stdout 'a^[[31m'
}

# shellcheck disable=SC2317  # called by exits
inject() { "$BIN/kubectl-mesh_inject" "$@" -f "$ROOT/examples/broken-shop"; }

@test "why tells the decision for a pod, a workload and a template, in words and in JSON" {
  exits 0 inject why deploy/checkout -n shop
  says stdout "gets no sidecar: annotation sidecar.istio.io/inject: \"false\" keeps the sidecar out"
  says stdout "> annotation"
  exits 0 inject why deploy/email -n shop -o json
  jq -e '.kind == "Injection" and .injected and .revision == "default" and .deniedBy == null and
         (.webhooksCalled | length == 1) and .actual.injected and .difference == null' stdout
  exits 0 inject why deploy/search -n shop -o json
  jq -e '.injected and (.actual.injected | not) and (.difference | type == "string")' stdout
  exits 0 inject why deploy/payments -n payments -o wide
  says stdout "is not called"
}

@test "why judges a manifest before anything exists" {
  cat > pod.yaml << 'YAML'
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop, annotations: { sidecar.istio.io/proxyCPU: lots } }
spec: { containers: [{ name: app, image: app }] }
YAML
  exits 0 "$BIN/kubectl-mesh_inject" why shop/cart -f pod.yaml -o json
  jq -e '.deniedBy == "injector" and (.error | contains("sidecar.istio.io/proxyCPU")) and
         .decidedBy.line == 3' stdout
}

@test "why wants one pod that exists" {
  exits 2 "$BIN/kubectl-mesh_inject" why -f "$ROOT/examples/broken-shop"
  says stderr "why takes one pod or workload"
  exits 2 "$BIN/kubectl-mesh_inject" why shop/nobody -f "$ROOT/examples/broken-shop"
  says stderr 'pod "nobody" not found in namespace shop'
  exits 2 "$BIN/kubectl-mesh_inject" why shop/cart --server maybe -f "$ROOT/examples/broken-shop" --no-such
  says stderr "error:"
}

@test "show has a row for each workload, and respects -n and TYPE/NAME" {
  exits 0 inject show -n shop
  says stdout "NAMESPACE"
  says stdout "deployment/search"
  [[ $(< stdout) != *payments* ]]
  exits 0 inject show -n shop deployment/search -o json
  jq -e '.kind == "Table" and (.rows | length == 1) and
         (.rows[0] | .namespace == "shop" and .workload == "deployment/search" and
          .expected == "sidecar" and .actual == "none" and has("revision") and has("why"))' stdout
}
