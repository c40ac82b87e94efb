#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The verb show of each plugin: its table, its JSON, and what may be named.
# BIN is the folder of the binaries.

load helpers

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  unset KUBECONFIG
  export HOME=$BATS_TEST_TMPDIR
  cat > shop.yaml << 'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: metrics, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, portLevelMtls: { 9090: { mode: DISABLE } } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http-api, port: 80, targetPort: api }, { name: db, port: 3306 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: app, image: cart, ports: [{ name: api, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: legacy, namespace: old, labels: { app: legacy } }
spec: { containers: [{ name: app, image: legacy, ports: [{ containerPort: 7000 }] }] }
status: { phase: Running }
YAML
}

mtls() { "$BIN/kubectl-mesh_mtls" "$@"; }

certs() { "$BIN/kubectl-mesh_certs" "$@"; }

ports() { "$BIN/kubectl-mesh_ports" "$@"; }

row() { jq -c ".rows[] | select($1)" stdout; }

@test "mtls show tells the mode of every port, and who decides it" {
  exits 0 mtls show -f shop.yaml
  says stdout "NAMESPACE   WORKLOAD          POD      PORT   SIDECAR   MODE      POLICIES"
  says stdout "old         <none>            legacy   7000   no        disable   <none>"
  says stdout "shop        deployment/cart   <none>   8080   yes       strict    shop/default,shop/metrics"
  says stdout "shop        deployment/cart   <none>   9090   yes       disable   shop/default,shop/metrics"
  exits 0 mtls show -f shop.yaml -o wide
  says stdout "peerauthentication shop/metrics spec.portLevelMtls.9090.mode"
  says stdout "service shop/cart spec.ports[0].name"
}

@test "mtls show as JSON has the words of the verbs" {
  exits 0 mtls show -f shop.yaml -n shop -o json
  [[ $(jq -r '.kind' stdout) == Table ]]
  [[ $(row '.port == 8080' | jq -c '[.namespace, .workload, .pod, .mode, .sidecar, .protocol, .plaintext, .mtls, .tls]') == \
    '["shop","deployment/cart","","strict",true,"http","refused","http","refused"]' ]]
  [[ $(row '.port == 3306' | jq -r .protocol) == tcp ]]
  [[ $(row '.port == "*"' | jq -r .mode) == strict ]]
  [[ -z $(row '.namespace == "old"') ]]
}

@test "mtls show takes pods, workloads and Services" {
  for object in deploy/cart service/cart; do
    exits 0 mtls show -f shop.yaml -n shop "$object"
    [[ $(grep -c "deployment/cart" stdout) == 4 ]]
  done
  exits 0 mtls show -f shop.yaml pod/legacy
  [[ $(wc -l < stdout) == 3 ]]
  exits 2 mtls show -f shop.yaml gateway/x
  says stderr "error: show takes pod|service|"
  exits 2 mtls show -f shop.yaml pod/nope
  says stderr 'pod "nope" not found in any namespace'
}

@test "mtls show can be drawn" {
  exits 0 mtls show -f shop.yaml -o mermaid
  says stdout '  n0 -->|"mTLS"| n2'
  says stdout '  n1 -->|"refused"| n2'
  exits 0 mtls show -f shop.yaml -o dot
  says stdout '"clients without a sidecar" -> "shop/cart" [label="refused"];'
}

@test "ports show tells the protocol, what chose it, and the endpoints" {
  exits 0 ports show -f shop.yaml
  says stdout "NAMESPACE   SERVICE   PORT   NAME       PROTOCOL   CHOSEN BY    TARGET PORT   READY   TOTAL"
  says stdout "shop        cart      80     http-api   http       name         8080          1       1"
  says stdout "shop        cart      3306   db         tcp        well-known   3306          1       1"
  exits 0 ports show -f shop.yaml -o wide service/cart
  says stdout "deployment shop/cart:8080"
  exits 0 ports show -f shop.yaml -o json -n shop --from deploy/cart
  [[ $(row '.port == 80' | jq -c '[.namespace, .service, .protocol, .chosenBy, .targetPort, .ready, .total]') == \
    '["shop","cart","http","name",["8080"],1,1]' ]]
  exits 0 ports show -f shop.yaml -n old
  says stderr "No resources found."
  exits 2 ports show -f shop.yaml deploy/cart
  says stderr "error: show takes service/NAME, not deployment"
  exits 2 ports show -f shop.yaml --from old/legacy
  says stderr "pod old/legacy has no sidecar"
  exits 2 ports show -f shop.yaml --from nobody
  says stderr 'pod "nobody" not found'
}

@test "certs show tells how long certificates last and who uses them, and nothing private" {
  openssl ecparam -name prime256v1 -genkey -noout -out key.pem
  openssl req -x509 -new -key key.pem -subj /CN=shop.example.com -days 30 -out cert.pem \
    -addext 'subjectAltName=DNS:shop.example.com,DNS:www.example.com' 2> /dev/null
  cat > tls.yaml << YAML
apiVersion: v1
kind: Secret
metadata: { name: shop-cert, namespace: istio-system }
type: kubernetes.io/tls
data: { tls.crt: $(base64 -w0 cert.pem), tls.key: $(base64 -w0 key.pem) }
---
apiVersion: v1
kind: Secret
metadata: { name: broken, namespace: shop }
data: { tls.crt: $(base64 -w0 key.pem), tls.key: $(base64 -w0 key.pem) }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: { mode: SIMPLE, credentialName: shop-cert } }]
YAML
  exits 0 certs show -f tls.yaml -o json
  [[ $(row '.namespace == "istio-system"' | jq -c '[.certificate, .key, .subject, .names, .usedBy, .problem]') == \
    '["secret/shop-cert","tls.crt","CN=shop.example.com",["shop.example.com","www.example.com"],["gateway shop/web"],""]' ]]
  [[ $(row '.namespace == "istio-system"' | jq .daysLeft) =~ ^(29|30)$ ]]
  [[ $(row '.namespace == "shop"' | jq -r .problem) == *certificate* ]]
  exits 0 certs show -f tls.yaml secret/shop-cert
  says stdout "shop.example.com,www.example.com"
  [[ $(wc -l < stdout) == 2 ]]
  for format in text wide json; do
    exits 0 certs show -f tls.yaml -o "$format"
    ! grep -qF -- "$(sed -n 2p key.pem)" stdout
    ! grep -qF -- "$(base64 -w0 key.pem | cut -c60-100)" stdout
  done
}
