#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Prints CustomResourceDefinitions under the names that the Prometheus Operator's and Google's collection have, with
# schemas that take everything: their own are no part of a published module.
set -euo pipefail

# crd GROUP PLURAL KIND SCOPE
crd() {
  cat << EOF
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: $2.$1 }
spec:
  group: $1
  scope: $4
  names: { kind: $3, listKind: $3List, plural: $2, singular: ${3,,} }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
---
EOF
}

crd monitoring.coreos.com servicemonitors ServiceMonitor Namespaced
crd monitoring.coreos.com podmonitors PodMonitor Namespaced
crd monitoring.googleapis.com podmonitorings PodMonitoring Namespaced
crd monitoring.googleapis.com clusterpodmonitorings ClusterPodMonitoring Cluster
