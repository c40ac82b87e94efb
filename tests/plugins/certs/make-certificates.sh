#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes the certificates of the case files anew and writes them into the files. A line of a case file
# says which ones stand behind it:
#
#     tls.crt: |  # pem good.crt,ca.crt
#     tls.crt: LS0t…  # base64 good.crt
#
# All keys are thrown away but those in the case files. Dates are fixed, because the cases' clock is.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

valid='20250101000000Z 21250101000000Z'

cat > ca.cnf <<'EOF'
[ca]
default_ca = test
[test]
new_certs_dir = .
database = index
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = optional
organizationName = optional
EOF
: > index && echo 01 > serial

# new_key FILE [CURVE]
new_key() { openssl ecparam -name "${2:-prime256v1}" -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1"; }

# sign NAME SUBJECT EXTENSIONS START END SIGNER…: a certificate for NAME.key, which is made if missing.
sign() {
  name=$1; subject=$2; extensions=$3; start=$4; end=$5; shift 5
  [ -f "$name.key" ] || new_key "$name.key"
  openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
  printf '%b\n' "$extensions" > extensions
  openssl ca -batch -notext -config ca.cnf -extfile extensions "$@" -startdate "$start" -enddate "$end" \
    -in "$name.csr" -out "$name.crt" 2> log || { cat log >&2; exit 1; }
}

# root NAME COMMON-NAME START END
root() { sign "$1" "/CN=$2" 'basicConstraints=critical,CA:TRUE' "$3" "$4" -selfsign -keyfile "$1.key"; }
# intermediate NAME COMMON-NAME START END
intermediate() { sign "$1" "/CN=$2" 'basicConstraints=critical,CA:TRUE' "$3" "$4" -cert ca.crt -keyfile ca.key; }
# leaf NAME SIGNER START END SAN
leaf() { sign "$1" "/CN=$1" "basicConstraints=CA:FALSE\n${5:+subjectAltName=$5}" "$3" "$4" -cert "$2.crt" -keyfile "$2.key"; }

# shellcheck disable=SC2086  # $valid is a start and an end
{
  new_key ca.key && root ca 'Test CA' $valid
  new_key other-ca.key && root other-ca 'Other CA' $valid
  cp ca.key renewed-ca.key && root renewed-ca 'Test CA' 20260101000000Z 21260101000000Z
  new_key expired-ca.key && root expired-ca 'Old CA' 20150101000000Z 20251231000000Z
  new_key soon-ca.key && root soon-ca 'Soon CA' 20160101000000Z 20260115000000Z
  new_key early-ca.key && root early-ca 'Early CA' 20270601000000Z 21270601000000Z
  intermediate issuer 'Test Issuer' $valid
  intermediate expired-issuer 'Old Issuer' 20200101000000Z 20251231000000Z
  intermediate soon-issuer 'Soon Issuer' 20200101000000Z 20260111000000Z
  intermediate early-issuer 'Early Issuer' 20270601000000Z 21250101000000Z
  leaf good ca $valid DNS:a.example.com
  leaf wild ca $valid 'DNS:*.example.com,DNS:example.com,IP:192.0.2.10'
  leaf issued issuer $valid DNS:a.example.com
  leaf issued-by-expired expired-issuer $valid DNS:a.example.com
  leaf issued-by-soon soon-issuer $valid DNS:a.example.com
  leaf issued-by-early early-issuer $valid DNS:a.example.com
  leaf renewed ca 20260101000000Z 21260101000000Z DNS:a.example.com
  leaf expired ca 20200101000000Z 20251230000000Z DNS:a.example.com
  leaf soon ca 20250101000000Z 20260121000000Z DNS:a.example.com
  leaf today ca 20250101000000Z 20260101120000Z DNS:a.example.com
  leaf later ca 20250101000000Z 20260131000000Z DNS:a.example.com
  leaf early ca 20270601000000Z 21250101000000Z DNS:a.example.com
  leaf nameless ca $valid ''
  leaf client ca $valid 'DNS:a.example.com\nextendedKeyUsage=clientAuth'
  leaf server ca $valid 'DNS:a.example.com\nextendedKeyUsage=clientAuth,serverAuth'
  leaf any ca $valid 'DNS:a.example.com\nextendedKeyUsage=anyExtendedKeyUsage'
  intermediate public-issuer 'Public Issuer' $valid
  leaf logged public-issuer $valid 'DNS:a.example.com\n1.3.6.1.4.1.11129.2.4.2=DER:04020000'
  openssl genrsa -out rsa-1024.key 1024 2> log && leaf rsa-1024 ca $valid DNS:a.example.com
  openssl genrsa -out rsa-2048.key 2048 2> log && leaf rsa-2048 ca $valid DNS:a.example.com
  new_key p384.key secp384r1 && leaf p384 ca $valid DNS:a.example.com
  new_key k1.key secp256k1 && leaf k1 ca $valid DNS:a.example.com
}
openssl pkcs8 -topk8 -v2 aes-128-cbc -passout pass:example -in good.key -out encrypted.key
openssl req -new -key good.key -subj /CN=good -out request.crt
openssl ecparam -name prime256v1 -out parameters.key
sed '2s/^..../!!!!/' good.crt > broken.crt
sed '2s/^..../!!!!/' good.key > broken.key

# The files that NAMES (comma separated) names, one behind the other.
pem() { for each in $(echo "$1" | tr , ' '); do cat "$each"; done; }

# rewrite: a case file on stdin, with the certificates that it names on stdout.
rewrite() {
  skipping=
  while IFS= read -r line; do
    if [ -n "$skipping" ]; then
      case $line in "$skipping  "*) continue ;; esac
      skipping=
    fi
    indent=${line%%[! ]*}
    case $line in
      *': |'*'# pem '*)
        names=${line#*# pem }
        printf '%s\n' "$line"
        pem "${names%% *}" | sed "s/^/$indent  /"
        skipping=$indent ;;
      *'# base64 '*)
        names=${line#*# base64 }
        printf '%s: %s  # base64 %s\n' "${line%%: *}" "$(pem "${names%% *}" | base64 -w0)" "$names" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done
}

for file in "$here"/*/*.yaml; do
  rewrite < "$file" > case.yaml
  cat case.yaml > "$file"
done
