#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Writes 30-secrets.yaml anew: five gateway certificates, one of them in order, signed by a CA that is thrown away.
# Dates are fixed, so that the demo shows the same next year: `openssl ca` takes them, `openssl x509` only from 3.4 on.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

valid='20260101000000Z 20510101000000Z'
past='20251001000000Z 20251230000000Z'

new_key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1"; }

# sign NAME SUBJECT EXTENSIONS START END [SELF-SIGNED]
sign() {
  name=$1; subject=$2; extensions=$3; start=$4; end=$5; shift 5
  new_key "$name.key"
  openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
  printf '%b\n' "$extensions" > extensions
  openssl ca -batch -notext -config ca.cnf -keyfile ca.key -extfile extensions "$@" \
    -startdate "$start" -enddate "$end" -in "$name.csr" -out "$name.crt" 2> ca.log || { cat ca.log >&2; exit 1; }
}

# leaf NAME START END HOST…
leaf() {
  name=$1; start=$2; end=$3; shift 3
  sign "$name" "/CN=$1" \
    "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=$(printf 'DNS:%s,' "$@" | sed 's/,$//')" \
    "$start" "$end" -cert ca.crt
}

# secret NAME NAMESPACE COMMENT CERTIFICATE KEY
secret() {
  printf -- '---\n# %s\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  namespace: %s\ntype: kubernetes.io/tls\ndata:\n' "$3" "$1" "$2"
  printf '  tls.crt: %s\n' "$(cat "$4.crt" ca.crt | base64 -w0)"
  printf '  tls.key: %s\n' "$(base64 -w0 < "$5.key")"
}

cd "$work"
mkdir issued && : > index && echo 01 > serial
cat > ca.cnf <<'EOF'
[ca]
default_ca = shop
[shop]
new_certs_dir = issued
database = index
serial = serial
default_md = sha256
policy = any
[any]
commonName = supplied
organizationName = optional
EOF

# shellcheck disable=SC2086  # $valid and $past are a start and an end
{
  sign ca "/O=Example Shop/CN=Example Shop CA" "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash" $valid -selfsign
  leaf shop $valid shop.example.com help.example.com
  leaf api $past api.example.com
  leaf admin $valid admin.example.com
  leaf media $valid images.example.com
  leaf catalog $valid catalog.example.com
}
new_key other.key

{
  printf '# The certificates of the ingress gateway. Written by make-certificates.sh.\n'
  secret shop-example-com-cert istio-system "In order: valid, covers its hosts, the key belongs to it." shop shop
  secret api-example-com-cert istio-system "Broken: expired on 2025-12-30." api api
  secret admin-example-com-cert shop "Broken: the gateway runs in istio-system and looks for its Secrets there." admin admin
  secret media-example-com-cert istio-system "Broken: made for images.example.com, used for media.example.com." media media
  secret catalog-example-com-cert istio-system "Broken: the key is not the one of the certificate." catalog other
} > "$here/30-secrets.yaml"
