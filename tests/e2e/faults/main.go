// SPDX-License-Identifier: Apache-2.0

// faults DIR UPSTREAM CA CERTIFICATE KEY: stands between a client and an API server and breaks what
// it is told to. The path says what: /FAULT/RUN/api/v1/pods. A fault whose name ends in -once hits the
// first request for each path of a run. Only the lists of pods and DestinationRules are hit, unless
// the fault says otherwise; all else is passed on.
//
// It writes DIR/ca.crt and DIR/ports: one "NAME PORT" a line, for HTTP/2, HTTP/1.1 and bad certificates.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path"
	"strings"
	"sync"
)

// upstream is the real API server, asked as an administrator.
type upstream struct {
	url    string
	client http.Client
}

func newUpstream(url, ca, certificate, key string) (*upstream, error) {
	pem, err := os.ReadFile(ca)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}},
		ForceAttemptHTTP2: true,
	}
	return &upstream{url, http.Client{Transport: transport}}, nil
}

// answer is a whole answer of the real API server.
type answer struct {
	status      int
	contentType string
	body        []byte
}

func (u *upstream) get(target, query, accept string) (answer, error) {
	request, err := http.NewRequest("GET", u.url+target+"?"+query, nil)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Accept", accept)
	request.Header.Set("User-Agent", "faults")
	response, err := u.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header.Get("Content-Type"), body}, err
}

// call is one request to be answered, rightly or wrongly.
type call struct {
	http.ResponseWriter
	request  *http.Request
	upstream *upstream
	fault    string
	target   string // path at the API server
	query    string
	times    int // how often this path was asked for in this run, this time included
}

func (c *call) isHit() bool {
	base := path.Base(c.target)
	return base == "pods" || base == "destinationrules"
}

func (c *call) fetch() answer {
	got, err := c.upstream.get(c.target, c.query, c.request.Header.Get("Accept"))
	if err != nil {
		log.Print(err)
		panic(http.ErrAbortHandler)
	}
	return got
}

func (c *call) send(a answer) {
	c.Header().Set("Content-Type", a.contentType)
	c.Header().Set("Content-Length", fmt.Sprint(len(a.body)))
	c.WriteHeader(a.status)
	c.Write(a.body)
}

type server struct {
	upstream *upstream
	mutex    sync.Mutex
	seen     map[string]int
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.SplitN(r.URL.Path, "/", 4)
	if len(parts) < 4 {
		http.NotFound(w, r)
		return
	}
	s.mutex.Lock()
	s.seen[r.URL.Path]++
	times := s.seen[r.URL.Path]
	s.mutex.Unlock()
	c := &call{w, r, s.upstream, parts[1], "/" + parts[3], r.URL.RawQuery, times}
	if name, once := strings.CutSuffix(c.fault, "-once"); once {
		c.fault = name
		if times > 1 {
			c.fault = "none"
		}
	}
	c.answerWrongly()
}

// listen serves with this certificate and returns the port.
func listen(handler http.Handler, certificate tls.Certificate, protocols ...string) (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	web := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: protocols}}
	if protocols[0] != "h2" {
		web.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
	}
	go web.ServeTLS(listener, "", "")
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func run(arguments []string) error {
	if len(arguments) != 5 {
		return fmt.Errorf("faults DIR UPSTREAM CA CERTIFICATE KEY")
	}
	directory := arguments[0]
	api, err := newUpstream(arguments[1], arguments[2], arguments[3], arguments[4])
	if err != nil {
		return err
	}
	certificates, err := makeCertificates(path.Join(directory, "ca.crt"))
	if err != nil {
		return err
	}
	handler := &server{upstream: api, seen: map[string]int{}}
	ports := ""
	for _, each := range []struct{ name, certificate, protocol string }{
		{"http2", "good", "h2"}, {"http1", "good", "http/1.1"}, {"expired", "expired", "h2"},
		{"elsewhere", "elsewhere", "h2"}, {"unknown-ca", "unknown-ca", "h2"},
	} {
		port, err := listen(handler, certificates[each.certificate], each.protocol)
		if err != nil {
			return err
		}
		ports += fmt.Sprintln(each.name, port)
	}
	if err := os.WriteFile(path.Join(directory, "ports.new"), []byte(ports), 0o644); err != nil {
		return err
	}
	return os.Rename(path.Join(directory, "ports.new"), path.Join(directory, "ports"))
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
	// Until whoever started it closes its end, or kills it.
	io.Copy(io.Discard, os.Stdin)
}
