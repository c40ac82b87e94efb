#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# in-pod.sh CERTIFICATES COMMAND…: runs COMMAND where a pod finds its service account. For `unshare -rm`.
set -e
certificates=$1
shift
mount -t tmpfs tmpfs /run
account=/var/run/secrets/kubernetes.io/serviceaccount
mkdir -p "$account"
cp "$certificates/ca.crt" "$account/ca.crt"
printf 'SECRET-service-account\n' > "$account/token"
printf 'pod-namespace' > "$account/namespace"
exec "$@"
