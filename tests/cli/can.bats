#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# mtls can. BIN is the folder of the binaries.

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
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec:
  clusterIP: 10.96.0.10
  selector: { app: cart }
  ports: [{ name: http, port: 80, targetPort: 8080 }, { name: tcp-db, port: 5432 }]
---
apiVersion: v1
kind: Pod
metadata: { name: cart-1, namespace: shop, labels: { app: cart, security.istio.io/tlsMode: istio } }
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
metadata: { name: bare, namespace: legacy }
spec: { containers: [{ name: app }] }
status: { phase: Running, podIP: 10.1.0.3, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: shop }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: app, image: worker }] }
YAML
  cat > plaintext.yaml << 'YAML'
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, trafficPolicy: { tls: { mode: DISABLE } } }
YAML
}

can() { run --separate-stderr "$BIN/kubectl-mesh-mtls" can "$@"; }

@test "a client in the mesh reaches a STRICT server with mTLS" {
  can shop/web-1 shop/cart:80 -f mesh.yaml
  [ "$status" -eq 0 ]
  [[ ${lines[0]} == "pod shop/web-1 reaches cart.shop.svc.cluster.local:80: istio_mtls to 1 endpoint" ]]
  can shop/web-1 shop/cart:80 -f mesh.yaml -o json
  [ "$(jq -rc '[.kind, .outcome, .wire, .via, .endpoints[0].pod]' <<< "$output")" = \
    '["Reachability","ok","istio_mtls","routed","shop/cart-1"]' ]
}

@test "a client outside is refused, by the policy that says so" {
  can legacy/bare shop/cart:80 -f mesh.yaml -o json
  [ "$(jq -rc '[.outcome, .wire, .via, .symptom, .decidedBy.object.kind, .decidedBy.field]' <<< "$output")" = \
    '["refused_plaintext","plaintext","direct","connection reset","PeerAuthentication","spec.mtls.mode"]' ]
}

@test "a DestinationRule that turns mTLS off decides" {
  can shop/web-1 shop/cart:80 -f mesh.yaml,plaintext.yaml -o json
  [ "$(jq -rc '[.outcome, .symptom, .decidedBy.object.name, .decidedBy.field]' <<< "$output")" = \
    '["refused_plaintext","503 UC","cart","spec.trafficPolicy.tls"]' ]
}

@test "clients and servers are named as kubectl names things" {
  for server in cart:80 svc/cart:80 cart.shop:80 cart.shop.svc.cluster.local:80; do
    can pod/web-1 "$server" -n shop -f mesh.yaml -o json
    [ "$(jq -r .outcome <<< "$output")" = ok ]
  done
  # A workload whose pods are not there yet: the template stands in, with the sidecar it will get.
  can deploy/worker cart:80 -n shop -f mesh.yaml -o json
  [ "$(jq -rc '[.outcome, .wire]' <<< "$output")" = '["ok","istio_mtls"]' ]
  can legacy/bare pod/cart-1:9999 -n shop -f mesh.yaml -o json
  [ "$(jq -r .outcome <<< "$output")" = refused_plaintext ]
}

@test "can asks for what is missing, in one sentence" {
  can shop/web-1 shop/cart -f mesh.yaml
  [ "$status" -eq 2 ]
  [[ ${stderr_lines[0]} == "error: cart.shop.svc.cluster.local has the ports 80 and 5432: name one, for example shop/cart:80" ]]
  can shop/web-1 shop/cart:81 -f mesh.yaml
  [ "$status" -eq 2 ]
  can shop/nobody shop/cart:80 -f mesh.yaml
  [ "$status" -eq 2 ]
  can shop/web-1 nowhere -f mesh.yaml
  [ "$status" -eq 2 ]
  can shop/web-1 -f mesh.yaml
  [ "$status" -eq 2 ]
  can shop/web-1 shop/cart:80 --protocol udp -f mesh.yaml
  [ "$status" -eq 2 ]
}

@test "a template is judged by the webhooks that the input holds" {
  cat > webhooks.yaml << 'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: istio-sidecar-injector, labels: { app: sidecar-injector, istio.io/rev: default } }
webhooks:
- name: namespace.sidecar-injector.istio.io
  clientConfig: { service: { namespace: istio-system, name: istiod, path: /inject } }
  namespaceSelector: { matchLabels: { istio-injection: enabled } }
YAML
  can deploy/worker cart:80 -n shop -f mesh.yaml,webhooks.yaml -o json
  [ "$(jq -rc '[.outcome, .wire]' <<< "$output")" = '["ok","istio_mtls"]' ]
  # An injector that is asked about no namespace of this mesh.
  sed 's/istio-injection: enabled/mesh: elsewhere/' webhooks.yaml > others.yaml
  can deploy/worker cart:80 -n shop -f mesh.yaml,others.yaml -o json
  [ "$(jq -rc '[.outcome, .wire]' <<< "$output")" = '["refused_plaintext","plaintext"]' ]
}

@test "what goes past the client's sidecar arrives as the application sends it" {
  sed '/name: web-1/s/labels:/annotations: { traffic.sidecar.istio.io\/excludeOutboundPorts: "80" }, labels:/' mesh.yaml > past.yaml
  can shop/web-1 shop/cart:80 -f past.yaml -o json
  [ "$(jq -rc '[.outcome, .wire, .via, .symptom]' <<< "$output")" = '["refused_plaintext","plaintext","direct","connection reset"]' ]
  can shop/web-1 shop/cart:80 -f past.yaml
  [[ $output == *"goes past its proxy"*'metadata.annotations["traffic.sidecar.istio.io/excludeOutboundPorts"]'* ]]
  can shop/web-1 shop/cart:5432 -f past.yaml -o json
  [ "$(jq -r .outcome <<< "$output")" = ok ]
}

@test "a name that is in another namespace is found there" {
  can deploy/worker shop/cart:80 -f mesh.yaml
  [ "$status" -eq 2 ]
  [[ ${stderr_lines[0]} == 'error: deployment "worker" not found, or without pods, in namespace default; it is in shop: use -n' ]]
}

@test "what the input does not tell about a way past a sidecar is said" {
  sed -e '/name: web-1/s|labels:|annotations: { traffic.sidecar.istio.io/includeOutboundIPRanges: 192.168.0.0/16 }, labels:|' mesh.yaml > ranges.yaml
  can shop/web-1 shop/cart:80 -f ranges.yaml -o json
  [ "$(jq -rc '[.outcome, .via]' <<< "$output")" = '["refused_plaintext","direct"]' ]
  sed '/clusterIP/d' ranges.yaml > unknown.yaml
  can shop/web-1 shop/cart:80 -f unknown.yaml
  [[ $output == *"the address of the Service is not in the input"* ]]
}

@test "a port that bypasses the server's sidecar is named by the annotation that says so" {
  sed '/name: cart-1/s|labels:|annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "8080" }, labels:|' mesh.yaml > excluded.yaml
  can legacy/bare shop/cart:80 -f excluded.yaml -o json
  [ "$(jq -rc '[.outcome, .decidedBy.object.kind, .decidedBy.field]' <<< "$output")" = \
    '["ok","Pod","metadata.annotations[\"traffic.sidecar.istio.io/excludeInboundPorts\"]"]' ]
}
