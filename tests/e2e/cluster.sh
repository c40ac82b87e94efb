#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A real API server without nodes: etcd and kube-apiserver on loopback, with RBAC, an audit log and one kubeconfig per
# kind of user. Nothing runs the pods: they are objects, with the status that load.sh gives them.
#
#   cluster.sh up DIR [--without-crds]    starts it; everything it writes is in DIR
#   cluster.sh run DIR NAME COMMAND…      starts one more server beside it; DIR/NAME.log is its output
#   cluster.sh down DIR                   stops exactly what `up DIR` and `run DIR` started
#
#   DIR/admin.kubeconfig        client certificate, may do everything
#   DIR/certificate.kubeconfig  client certificate   \
#   DIR/token.kubeconfig        bearer token          > may get and list everything
#   DIR/exec.kubeconfig         credential plugin    /
#   DIR/limited.kubeconfig      the same without Secrets
#   DIR/nobody.kubeconfig       may read nothing, until somebody gives it a role
#   DIR/expired-certificate.kubeconfig, DIR/expired-token.kubeconfig, DIR/wrong-ca.kubeconfig, DIR/stopped.kubeconfig
#   DIR/audit.log               one JSON record per request
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
servers=$(cd "$here/../.." && pwd)/build/e2e

usage() {
  sed -n 's/^#  *\(cluster\.sh .*\)/\1/p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

# ---- ports and processes --------------------------------------------------------------------------------------------

answers() { (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# Below the range from which the kernel takes client ports.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    answers "$port" || break
  done
  echo "$port"
}

# start NAME COMMAND…
start() {
  local name=$1
  shift
  setsid "$@" > "$dir/$name.log" 2>&1 < /dev/null &
  echo $! > "$dir/$name.pid"
}

# A process id may be somebody else's by now; ours has the folder in its arguments.
is_ours() { tr '\0' ' ' < "/proc/$1/cmdline" 2> /dev/null | grep -qF -- "$dir/"; }

stop() {
  local pid
  [[ -s $dir/$1.pid ]] || return 0
  pid=$(< "$dir/$1.pid")
  if is_ours "$pid"; then
    kill "$pid"
    for _ in {1..100}; do is_ours "$pid" || break; sleep 0.1; done
    if is_ours "$pid"; then kill -9 "$pid"; fi
  fi
  rm -f "$dir/$1.pid"
}

# ---- certificates and tokens ----------------------------------------------------------------------------------------

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

new_ca() {
  new_key "$1.key"
  openssl req -x509 -new -key "$1.key" -subj "/CN=$1" -days 3650 -out "$1.crt"
}

# `openssl ca` needs a folder of its own, but can sign for the past.
prepare_signing() {
  mkdir issued
  : > index
  echo 01 > serial
  cat > ca.cnf << 'EOF'
[ca]
default_ca = e2e
[e2e]
new_certs_dir = issued
database = index
serial = serial
default_md = sha256
policy = any
[any]
commonName = supplied
organizationName = optional
EOF
}

# sign NAME SUBJECT EXTENSIONS [START END]
sign() {
  new_key "$1.key"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  openssl ca -batch -notext -config ca.cnf -cert ca.crt -keyfile ca.key -extfile <(printf '%b\n' "$3") \
    -startdate "${4:-20200101000000Z}" -enddate "${5:-20490101000000Z}" -in "$1.csr" -out "$1.crt" 2> ca.log ||
    { cat ca.log >&2; return 1; }
}

base64url() { base64 -w0 | tr '+/' '-_' | tr -d '='; }

# A service account's token whose time was over in 2020.
expired_token() {
  local signed
  signed=$(printf '{"alg":"RS256"}' | base64url).$(printf '{"iss":"https://kubernetes.default.svc","aud":["https://kubernetes.default.svc"],"exp":1577836800,"iat":1577833200,"sub":"system:serviceaccount:default:default"}' | base64url)
  printf '%s.%s' "$signed" "$(printf %s "$signed" | openssl dgst -sha256 -sign sa.key | base64url)"
}

make_credentials() {
  mkdir -p "$dir/pki"
  cd "$dir/pki"
  new_ca ca
  new_ca other-ca
  prepare_signing
  sign apiserver /CN=kube-apiserver 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth'
  sign admin /O=system:masters/CN=admin extendedKeyUsage=clientAuth
  sign certificate /O=mesh-viewers/CN=certificate-user extendedKeyUsage=clientAuth
  sign expired /O=mesh-viewers/CN=expired-user extendedKeyUsage=clientAuth 20200101000000Z 20200201000000Z
  openssl genrsa -out sa.key 2048 2> /dev/null
  openssl rsa -in sa.key -pubout -out sa.pub 2> /dev/null
  # token, user, uid, groups
  cat > tokens.csv << 'EOF'
token-of-token-user,token-user,1,mesh-viewers
token-of-exec-user,exec-user,2,mesh-viewers
token-of-limited-user,limited-user,3,mesh-viewers-without-secrets
token-of-nobody,nobody,4,
EOF
  cd - > /dev/null
}

# ---- kubeconfigs ----------------------------------------------------------------------------------------------------

# kubeconfig NAME USER [CA] [SERVER]: USER is a YAML mapping in flow style.
kubeconfig() {
  cat > "$dir/$1.kubeconfig" << EOF
apiVersion: v1
kind: Config
clusters:
- name: e2e
  cluster:
    server: ${4:-$server}
    certificate-authority-data: $(base64 -w0 < "$dir/pki/${3:-ca}.crt")
users:
- name: $1
  user: $2
contexts:
- name: e2e
  context:
    cluster: e2e
    user: $1
current-context: e2e
EOF
}

certificate() { printf '{client-certificate-data: %s, client-key-data: %s}' "$(base64 -w0 < "$dir/pki/$1.crt")" "$(base64 -w0 < "$dir/pki/$1.key")"; }

make_kubeconfigs() {
  kubeconfig admin "$(certificate admin)"
  kubeconfig certificate "$(certificate certificate)"
  kubeconfig token '{token: token-of-token-user}'
  # A relative command is looked for beside the kubeconfig.
  kubeconfig exec '{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./print-token, args: [exec-user], interactiveMode: Never}}'
  kubeconfig limited '{token: token-of-limited-user}'
  kubeconfig nobody '{token: token-of-nobody}'
  kubeconfig expired-certificate "$(certificate expired)"
  kubeconfig expired-token "{token: $(cd "$dir/pki" && expired_token)}"
  kubeconfig wrong-ca '{token: token-of-token-user}' other-ca
  kubeconfig stopped '{token: token-of-token-user}' ca "https://127.0.0.1:$(free_port)"
  cat > "$dir/print-token" << 'EOF'
#!/bin/sh
printf '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "token-of-%s"}}\n' "$1"
EOF
  chmod +x "$dir/print-token"
}

# ---- the servers ----------------------------------------------------------------------------------------------------

start_etcd() {
  local client peer
  client=$(free_port)
  peer=$(free_port)
  etcd_url=http://127.0.0.1:$client
  # The data is thrown away with DIR, so there is nothing to sync to a disk.
  start etcd etcd --name e2e --data-dir "$dir/etcd" --unsafe-no-fsync \
    --listen-client-urls "$etcd_url" --advertise-client-urls "$etcd_url" \
    --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
    --initial-cluster "e2e=http://127.0.0.1:$peer"
}

start_api_server() {
  local port=${server##*:}
  # The loopback address may not be advertised (endpoint-reconciler-type); pods need no ServiceAccount objects
  # (disable-admission-plugins), but must name one.
  start kube-apiserver "$servers/bin/kube-apiserver" --etcd-servers="$etcd_url" \
    --bind-address=127.0.0.1 --secure-port="$port" --endpoint-reconciler-type=none --service-cluster-ip-range=10.96.0.0/16 \
    --tls-cert-file="$dir/pki/apiserver.crt" --tls-private-key-file="$dir/pki/apiserver.key" \
    --client-ca-file="$dir/pki/ca.crt" --token-auth-file="$dir/pki/tokens.csv" \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$dir/pki/sa.pub" \
    --service-account-signing-key-file="$dir/pki/sa.key" --authorization-mode=Node,RBAC \
    --disable-admission-plugins=ServiceAccount --allow-privileged=true --enable-aggregator-routing=true \
    --audit-policy-file="$here/audit-policy.yaml" --audit-log-path="$dir/audit.log"
}

admin() { "$servers/bin/kubectl" --kubeconfig "$dir/admin.kubeconfig" "$@"; }

wait_until_ready() {
  for _ in {1..300}; do
    if admin get --raw /readyz > /dev/null 2>&1; then return 0; fi
    is_ours "$(< "$dir/kube-apiserver.pid")" || break
    sleep 0.2
  done
  echo "kube-apiserver did not become ready:" >&2
  tail -n 20 "$dir/kube-apiserver.log" >&2
  return 1
}

install_crds() {
  admin create -f "$servers/crds/" > /dev/null
  # `wait` gives up on a CRD that has no conditions at all yet.
  for _ in {1..50}; do
    if admin wait --for=condition=Established crd --all --timeout=60s > /dev/null 2>&1; then return 0; fi
    sleep 0.1
  done
  echo "the CRDs were not established" >&2
  return 1
}

up() {
  local crds=yes
  [[ ${1:-} != --without-crds ]] || crds=no
  if [[ -e $dir/etcd ]]; then
    echo "$dir holds a cluster already; run: $0 down $dir" >&2
    exit 2
  fi
  server=https://127.0.0.1:$(free_port)
  make_credentials
  make_kubeconfigs
  start_etcd
  start_api_server
  wait_until_ready || { down; exit 1; }
  admin create -f "$here/users.yaml" > /dev/null
  if [[ $crds == yes ]]; then install_crds; fi
}

# Those that were started last stop first.
down() {
  local pid_file
  for pid_file in "$dir"/*.pid; do
    case $pid_file in
      */etcd.pid | */kube-apiserver.pid | */\*.pid) ;;
      *) stop "$(basename "$pid_file" .pid)" ;;
    esac
  done
  stop kube-apiserver
  stop etcd
  rm -rf "$dir/etcd"
}

[[ $# -ge 2 ]] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd)
case $1 in
  up) up "${3:-}" ;;
  run) [[ $# -ge 4 ]] || usage; start "${@:3}" ;;
  down) down ;;
  *) usage ;;
esac
