#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# install.sh DIR: Istio's injectors in the cluster that `cluster.sh up DIR` started: the objects of Istio's own charts
# with the values in values/, and an istiod for each revision that has an address below. Webhooks reach it by Service
# and EndpointSlice, as in a cluster; no loopback address may stand there, so run.sh makes these addresses.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(cd "$here/../../.." && pwd)/build/e2e/bin
dir=$(cd "$1" && pwd)

declare -A addresses=([default]=192.0.2.11 [canary]=192.0.2.12)
chart=istio-control/istio-discovery
# What the API server and the injector read; nothing here runs a Deployment.
is_needed='.kind | IN("ConfigMap", "Service", "MutatingWebhookConfiguration")'

api() { "$bin/kubectl" --kubeconfig "$dir/admin.kubeconfig" "$@"; }

service_of() { if [[ $1 == default ]]; then echo istiod; else echo "istiod-$1"; fi; }

# Objects as JSON, one after the other.
objects_of() { "$bin/render" "$chart" < "$here/values/$1.yaml" | api create --dry-run=client --validate=false -o json -f - | jq "select($is_needed)"; }

lenient() { jq 'if .webhooks then .webhooks[].failurePolicy = "Ignore" else . end'; }

create_objects() {
  local revision
  for revision in default canary gone; do objects_of "$revision"; done
  objects_of lenient | lenient
}

# What a controller would write.
endpoint_slice_of() {
  local service
  service=$(service_of "$1")
  cat << YAML
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: $service-1, namespace: istio-system, labels: { kubernetes.io/service-name: $service } }
addressType: IPv4
endpoints: [{ addresses: [${addresses[$1]}], conditions: { ready: true } }]
ports: [{ name: https-webhook, port: 15017, protocol: TCP }]
YAML
}

start_istiod() {
  local address=${addresses[$1]} home=$dir/istiod-$1
  mkdir -p "$home"
  # It writes its certificates below its working folder.
  (cd "$home" && "$here/../cluster.sh" run "$dir" "istiod-$1" \
    env REVISION="$1" POD_NAMESPACE=istio-system POD_NAME="istiod-$1" PILOT_CERT_PROVIDER=istiod \
    "$bin/pilot-discovery" discovery --kubeconfig "$dir/admin.kubeconfig" --log_output_level=default:warn --ctrlz_port=0 \
    --httpAddr="$address:8080" --httpsAddr="$address:15017" --grpcAddr="$address:15010" --secureGRPCAddr="$address:15012" \
    --monitoringAddr="$address:15014")
}

# Ready, and its certificate authority is written into its webhooks.
is_ready() {
  curl -sf --max-time 2 "http://${addresses[$1]}:8080/ready" > /dev/null &&
    [[ $(api get mutatingwebhookconfigurations -l "istio.io/rev=$1" -o json | jq '[.items[].webhooks[].clientConfig.caBundle // ""] | all(. != "")') == true ]]
}

wait_until_ready() {
  for _ in {1..300}; do
    if is_ready "$1"; then return 0; fi
    sleep 0.2
  done
  echo "istiod $1 did not become ready:" >&2
  tail -n 20 "$dir/istiod-$1.log" >&2
  return 1
}

api create namespace istio-system > /dev/null
create_objects | api create -f - > /dev/null
for revision in "${!addresses[@]}"; do
  endpoint_slice_of "$revision" | api create -f - > /dev/null
  start_istiod "$revision"
done
for revision in "${!addresses[@]}"; do wait_until_ready "$revision"; done
