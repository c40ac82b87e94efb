#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the certificates of the test servers and of their clients in the current directory.
set -e
new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
new_ca() {
  new_key "$1"
  openssl req -x509 -new -key "$1.key" -subj "/CN=$1" -days 30 -out "$1.crt"
}
# signed NAME CA SUBJECT DAYS [EXTENSION]: a certificate for a server or a client
signed() {
  new_key "$1"
  openssl req -new -key "$1.key" -subj "$3" -out "$1.csr"
  echo "${5:-}" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -CAcreateserial -days "$4" -extfile "$1.ext" -out "$1.crt"
}
new_ca ca
new_ca other-ca
signed server ca /CN=server 30 'subjectAltName=DNS:localhost,DNS:kubernetes,DNS:api.internal,DNS:proxy.internal,IP:127.0.0.1,IP:::1,IP:192.0.2.1'
signed elsewhere ca /CN=server 30 'subjectAltName=DNS:api.example.com,IP:10.0.0.1'
signed common-name-only ca /CN=localhost 30
signed expired ca /CN=server -1 'subjectAltName=DNS:localhost,IP:127.0.0.1'
signed other other-ca /CN=server 30 'subjectAltName=DNS:localhost,IP:127.0.0.1'
signed jane ca /O=developers/CN=jane 30
signed joe ca /CN=joe 30
signed stranger other-ca /CN=stranger 30
openssl pkcs8 -topk8 -in jane.key -out jane-encrypted.key -passout pass:SECRET-pass-phrase
openssl ec -in jane.key -aes128 -out jane-old-encrypted.key -passout pass:SECRET-pass-phrase
openssl pkcs8 -topk8 -nocrypt -in jane.key -out jane-pkcs8.key
cat ca.crt other-ca.crt > both-ca.crt
cat jane.crt jane.key > jane.pem
