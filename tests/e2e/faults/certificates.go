// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"time"
)

type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(name string) (authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return authority{}, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return authority{}, err
	}
	certificate, err := x509.ParseCertificate(der)
	return authority{certificate, key}, err
}

func (a authority) sign(template *x509.Certificate) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	template.Subject = pkix.Name{CommonName: "server"}
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// makeCertificates makes one good and three bad ones, and writes the CA that clients trust.
func makeCertificates(caFile string) (map[string]tls.Certificate, error) {
	ours, err := newAuthority("faults-ca")
	if err != nil {
		return nil, err
	}
	other, err := newAuthority("other-ca")
	if err != nil {
		return nil, err
	}
	block := &pem.Block{Type: "CERTIFICATE", Bytes: ours.certificate.Raw}
	if err := os.WriteFile(caFile, pem.EncodeToMemory(block), 0o644); err != nil {
		return nil, err
	}
	begin, end := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	// 0.0.0.0 leads here too, and is not known for it: whoever compresses only over a network does so.
	here := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4zero}
	out := map[string]tls.Certificate{}
	for _, each := range []struct {
		name     string
		signer   authority
		template x509.Certificate
	}{
		{"good", ours, x509.Certificate{NotBefore: begin, NotAfter: end, IPAddresses: here, DNSNames: []string{"api.example.test"}}},
		{"expired", ours, x509.Certificate{NotBefore: begin, NotAfter: begin.Add(time.Minute), IPAddresses: here}},
		{"elsewhere", ours, x509.Certificate{NotBefore: begin, NotAfter: end, DNSNames: []string{"elsewhere.example.test"}}},
		{"unknown-ca", other, x509.Certificate{NotBefore: begin, NotAfter: end, IPAddresses: here}},
	} {
		template := each.template
		signed, err := each.signer.sign(&template)
		if err != nil {
			return nil, err
		}
		out[each.name] = signed
	}
	return out, nil
}
