#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# routes trace and routes show. BIN is the folder of the binaries.

# bats sets stderr_lines.
# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0
load helpers

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  unset KUBECONFIG
  export HOME=$BATS_TEST_TMPDIR
  cat > mesh.yaml << 'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { clusterIP: 10.96.0.10, selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: cart-1, namespace: shop, labels: { app: cart, version: v1, security.istio.io/tlsMode: istio } }
spec: { containers: [{ name: app }, { name: istio-proxy, args: [proxy, sidecar] }] }
status: { phase: Running, podIP: 10.1.0.1, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web-1, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: app }, { name: istio-proxy, args: [proxy, sidecar] }] }
status: { phase: Running, podIP: 10.1.0.2, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: bare, namespace: shop, labels: { app: bare } }
spec: { containers: [{ name: app }] }
status: { phase: Running, podIP: 10.1.0.3, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: edge-1, namespace: istio-system, labels: { istio: ingressgateway } }
spec: { containers: [{ name: istio-proxy, args: [proxy, router] }] }
status: { phase: Running, podIP: 10.1.0.4, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Service
metadata: { name: edge, namespace: istio-system }
spec: { clusterIP: 10.96.0.20, selector: { istio: ingressgateway }, ports: [{ name: http2, port: 80, targetPort: 8080 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: istio-system }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["shop.example.com"] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [shop.example.com, cart]
  gateways: [istio-system/edge, mesh]
  http:
    - match: [{ uri: { prefix: /old }, headers: { x-user: { exact: bob } } }]
      route: [{ destination: { host: cart, subset: v2 } }]
    - match: [{ uri: { prefix: /cart } }]
      rewrite: { uri: /items }
      route: [{ destination: { host: cart } }]
YAML
}

trace() { run --separate-stderr "$BIN/kubectl-mesh-routes" trace "$@" -f mesh.yaml; }

# json FILTER EXPECTED URL…: asks for JSON and compares what jq's filter gives.
json() {
  local filter=$1 expected=$2
  shift 2
  trace "$@" -o json
  [ "$status" -eq 0 ]
  [ "$(jq -rc "$filter" <<< "$output")" = "$expected" ] || { jq -rc "$filter" <<< "$output" && return 1; }
}

@test "trace follows a request through a gateway to ready endpoints" {
  trace http://shop.example.com/cart/1 --gateway istio-system/edge
  [ "$status" -eq 0 ]
  [[ ${lines[0]} == *"gateway pod istio-system/edge-1: routed to cart.shop.svc.cluster.local:80" ]]
  [[ $output == *"> this rule takes the request"*"virtualservice shop/cart spec.http[1].match[0] (mesh.yaml:"* ]]
  json '[.kind, .result, .rule.index, .rewrite.path, .clusters[0].endpoints[0].pod, .clusters[0].endpoints[0].tls]' \
    '["Trace","routed",1,"/items/1","shop/cart-1","istio_mtls"]' http://shop.example.com/cart/1 --gateway istio-system/edge
}

@test "trace finds the gateway, or a client, by itself" {
  json '.listener.tls' none http://shop.example.com/cart
  json 'has("listener")' false http://cart.shop/cart -n shop
}

@test "trace stops where the request stops, and says what the client sees" {
  json '[.result, .status, .reason, .symptom]' '["not_found",404,"no_route","404 NR"]' \
    http://shop.example.com/nothing --gateway istio-system/edge
  json '[.result, .reason]' '["not_found","no_virtual_host"]' \
    http://shop.example.com/ --header "Host: other.example.com" --gateway istio-system/edge
  json '[.result, .symptom]' '["no_listener","connection refused"]' https://shop.example.com/ --gateway istio-system/edge
  json '[.clusters[0].exists, .symptom]' '[false,"503 NC"]' \
    http://cart/old --header "X-User: bob" --from shop/web-1
}

@test "a wrong port is named with the right ones, a fault with its share" {
  trace http://cart:8080/cart --from shop/web-1
  [[ $output == *"the sidecar has no listener for port 8080: cart.shop.svc.cluster.local has 80"*"service shop/cart spec.ports"* ]]
  sed 's|rewrite: { uri: /items }|fault: { abort: { httpStatus: 500, percentage: { value: 10 } } }|' mesh.yaml > faulty.yaml
  run --separate-stderr "$BIN/kubectl-mesh-routes" trace http://cart/cart --from shop/web-1 -f faulty.yaml
  [[ $output == *"10% of requests are answered with 500 FI"*"spec.http[1].fault.abort"* ]]
}

@test "what was passed over is shown with -o wide" {
  trace http://cart/cart --from shop/web-1
  [[ $output != *"does not match"* ]]
  trace http://cart/cart --from shop/web-1 -o wide
  [[ $output == *"does not match: the path is \"/cart\", not prefix \"/old\""* ]]
}

@test "trace refuses what it cannot follow, with one sentence" {
  trace ftp://cart --from shop/web-1
  [ "$status" -eq 2 ]
  [[ ${stderr_lines[0]} == 'error: "ftp://cart": the scheme must be http, https, tls or tcp' ]]
  trace http://cart:x/ --from shop/web-1
  [ "$status" -eq 2 ]
  trace http://cart --from shop/nobody
  [ "$status" -eq 2 ]
  [[ ${stderr_lines[0]} == *'pod "nobody" not found in namespace shop'* ]]
  trace http://cart --from shop/bare
  [ "$status" -eq 2 ]
  [[ ${stderr_lines[0]} == *"has no sidecar"* ]]
  trace http://cart --from shop/web-1 --gateway istio-system/edge
  [ "$status" -eq 2 ]
  trace
  [ "$status" -eq 2 ]
  trace http://cart --header nonsense --from shop/web-1
  [ "$status" -eq 2 ]
}

@test "flags of other verbs are refused" {
  run --separate-stderr "$BIN/kubectl-mesh-routes" -f mesh.yaml --sni x
  [ "$status" -eq 2 ]
  [[ ${stderr_lines[0]} == "error: --sni goes with trace only" ]]
}

@test "routes show lists rules and destinations, and draws them" {
  run --separate-stderr "$BIN/kubectl-mesh-routes" show -f mesh.yaml
  [ "$status" -eq 0 ]
  [[ ${lines[0]} == "NAMESPACE"*"VIRTUAL SERVICE"*"DESTINATION"*"READY"* ]]
  [ "${#lines[@]}" -eq 3 ]
  run --separate-stderr "$BIN/kubectl-mesh-routes" show -f mesh.yaml -o json
  [ "$(jq -rc '.rows[] | [.rule, .subset, .ready, .total]' <<< "$output")" = $'["http[0]","v2",0,0]\n["http[1]","",1,1]' ]
  run --separate-stderr "$BIN/kubectl-mesh-routes" show -f mesh.yaml -o mermaid
  [[ ${lines[0]} == "flowchart LR" ]]
  run --separate-stderr "$BIN/kubectl-mesh-routes" show -f mesh.yaml -o dot
  [[ ${lines[0]} == "digraph mesh {" ]]
}

@test "a request that is routed, and refused at the end, is not called well" {
  cat > plaintext.yaml << 'YAML'
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, trafficPolicy: { tls: { mode: DISABLE } } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
YAML
  trace http://cart/cart --from shop/web-1 -f plaintext.yaml
  [[ ${lines[0]} == *": routed to cart.shop.svc.cluster.local:80: the pods refuse it: 503 UC" ]]
  [[ $output == *"> the client's proxy sends plaintext"*"destinationrule shop/cart"*"peerauthentication shop/default"* ]]
  json '[.result, .refusal]' '["routed","the pods refuse it: 503 UC"]' http://cart/cart --from shop/web-1 -f plaintext.yaml
  json 'has("refusal")' false http://cart/cart --from shop/web-1
}

@test "trace says what it takes for granted" {
  trace http://shop.example.com:8080/cart --gateway istio-system/edge
  [[ $output == *"port 8080 is not open in service istio-system/edge"* ]]
  trace http://unknown.example.com/ -n shop
  [[ $output == *"no Gateway serves unknown.example.com: traced from this client of the mesh"*"pod shop/"* ]]
}

@test "what goes past the sidecar is not traced" {
  sed '/name: web-1/s/labels:/annotations: { traffic.sidecar.istio.io\/excludeOutboundPorts: "80" }, labels:/' mesh.yaml > past.yaml
  run --separate-stderr "$BIN/kubectl-mesh-routes" trace http://cart/ --from shop/web-1 -f past.yaml
  [ "$status" -eq 2 ]
  [[ ${stderr_lines[0]} == *"sends to port 80 past its sidecar"* ]]
}

@test "an ExternalName that leads back to itself resolves to nothing" {
  cat mesh.yaml - > circle.yaml << 'EOF'
---
apiVersion: v1
kind: Service
metadata: { name: one, namespace: shop }
spec: { type: ExternalName, externalName: two.shop.svc.cluster.local, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: two, namespace: shop }
spec: { type: ExternalName, externalName: one.shop.svc.cluster.local, ports: [{ name: http, port: 80 }] }
EOF
  run --separate-stderr "$BIN/kubectl-mesh-routes" trace http://one/ --from shop/web-1 -f circle.yaml
  [ "$status" -eq 2 ]
  [[ ${stderr_lines[0]} == *"service shop/one resolves to nothing"* ]]
}

@test "nor what a container sends that runs as the proxy's user or group" {
  for field in runAsUser runAsGroup; do
    sed "/name: web-1/{n;s/{/{ securityContext: { $field: 1337 },/}" mesh.yaml > own.yaml
    run --separate-stderr "$BIN/kubectl-mesh-routes" trace http://cart/ --from shop/web-1 -f own.yaml
    [ "$status" -eq 2 ]
    [[ ${stderr_lines[0]} == *"1337 (spec.securityContext.$field), so that what it sends goes past its sidecar"* ]]
  done
}
