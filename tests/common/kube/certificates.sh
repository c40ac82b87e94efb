#!/bin/sh
# Makes the certificates of the client's tests in the current directory.
set -e
new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
new_ca() {
  new_key "$1"
  openssl req -x509 -new -key "$1.key" -subj "/CN=$1" -days 30 -out "$1.crt"
}
# signed NAME SUBJECT DAYS [EXTENSION]
signed() {
  new_key "$1"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  echo "${4:-}" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA test-ca.crt -CAkey test-ca.key -CAcreateserial \
    -days "$3" -extfile "$1.ext" -out "$1.crt"
}
new_ca test-ca
new_ca other-ca
signed good /CN=server 30 'subjectAltName=DNS:localhost,DNS:kubernetes,IP:127.0.0.1'
signed expired /CN=server -1 'subjectAltName=DNS:localhost,IP:127.0.0.1'
signed elsewhere /CN=server 30 'subjectAltName=DNS:api.example.com,IP:10.0.0.1'
signed common-name-only /CN=localhost 30
signed client /CN=jane 30
