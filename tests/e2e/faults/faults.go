// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

func (c *call) answerWrongly() {
	if c.fault == "html" {
		c.sendPage()
		return
	}
	if c.fault == "first-token" {
		c.refuseFirstToken()
		return
	}
	if resource, is := strings.CutPrefix(c.fault, "403-"); is {
		c.refuse(resource)
		return
	}
	if !c.isHit() {
		c.send(c.fetch())
		return
	}
	if tenths, is := strings.CutPrefix(c.fault, "reset-body-"); is {
		c.resetBody(tenths)
		return
	}
	if fault, is := faults[c.fault]; is {
		fault(c)
		return
	}
	c.send(c.fetch())
}

// What is done to the lists that are hit.
var faults = map[string]func(c *call){
	"reset-headers": func(*call) { panic(http.ErrAbortHandler) },
	"cut-gzip":      (*call).cutGzip,
	"401":           func(c *call) { c.fail(401, "Unauthorized") },
	"404":           func(c *call) { c.fail(404, "NotFound") },
	"429":           func(c *call) { c.fail(429, "TooManyRequests") },
	"429-wait":      func(c *call) { c.Header().Set("Retry-After", "1"); c.fail(429, "TooManyRequests") },
	"429-long":      func(c *call) { c.Header().Set("Retry-After", "600"); c.fail(429, "TooManyRequests") },
	"500":           func(c *call) { c.fail(500, "InternalError") },
	"500-burst":     func(c *call) { c.failTimes(3, 500, "InternalError") },
	"503-burst":     func(c *call) { c.failTimes(3, 503, "ServiceUnavailable") },
	"503":           func(c *call) { c.fail(503, "ServiceUnavailable") },
	"pages":         func(c *call) { c.page(0) },
	"gone":          func(c *call) { c.page(1) },
	"gone-always":   func(c *call) { c.page(1 << 30) },
	"stall":         (*call).stall,
	"stall-headers": func(c *call) { <-c.request.Context().Done() },
	"drip":          (*call).drip,
	"garbage":       (*call).garbage,
	"cut":           (*call).cut,
	"empty":         func(c *call) { c.send(answer{200, c.fetch().contentType, nil}) },
	"html-list":     (*call).sendPage,
	"wrong-type":    func(c *call) { got := c.fetch(); got.contentType = "text/plain"; c.send(got) },
	"json":          func(c *call) { c.request.Header.Set("Accept", "application/json"); c.send(c.fetch()) },
	"status":        func(c *call) { c.send(answer{200, "application/json", []byte(status(500, "Odd"))}) },
	"huge":          (*call).huge,
	"huge-object":   (*call).hugeObject,
}

func status(code int, reason string) string {
	return fmt.Sprintf(`{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"made to fail","reason":%q,"code":%d}`, reason, code)
}

func (c *call) fail(code int, reason string) {
	c.send(answer{code, "application/json", []byte(status(code, reason))})
}

func (c *call) failTimes(most, code int, reason string) {
	if c.times <= most {
		c.fail(code, reason)
		return
	}
	c.send(c.fetch())
}

func (c *call) refuse(resource string) {
	if strings.Contains(c.target+"/", "/"+resource+"/") {
		c.fail(403, "Forbidden")
		return
	}
	c.send(c.fetch())
}

func (c *call) sendPage() {
	c.send(answer{200, "text/html; charset=utf-8", []byte("<!DOCTYPE html><html><title>Sign in</title></html>")})
}

func (c *call) refuseFirstToken() {
	if strings.HasSuffix(c.request.Header.Get("Authorization"), "-1") {
		c.fail(401, "Unauthorized")
		return
	}
	c.send(c.fetch())
}

// begin sends the head, and so many bytes of the body.
func (c *call) begin(whole answer, size int) {
	c.Header().Set("Content-Type", whole.contentType)
	c.Header().Set("Content-Length", fmt.Sprint(len(whole.body)))
	c.WriteHeader(whole.status)
	c.Write(whole.body[:size])
	c.ResponseWriter.(http.Flusher).Flush()
}

func (c *call) resetBody(tenths string) {
	number, _ := strconv.Atoi(tenths)
	whole := c.fetch()
	c.begin(whole, len(whole.body)*number/10)
	time.Sleep(20 * time.Millisecond) // or the reset overtakes the bytes
	panic(http.ErrAbortHandler)
}

func (c *call) stall() {
	whole := c.fetch()
	c.begin(whole, len(whole.body)/2)
	<-c.request.Context().Done()
}

func (c *call) drip() {
	whole := c.fetch()
	c.begin(whole, 0)
	for i := range whole.body {
		select {
		case <-c.request.Context().Done():
			return
		case <-time.After(100 * time.Millisecond):
			c.Write(whole.body[i : i+1])
			c.ResponseWriter.(http.Flusher).Flush()
		}
	}
}

// cut ends half-way, and is a complete answer to HTTP.
func (c *call) cut() {
	whole := c.fetch()
	whole.body = whole.body[:len(whole.body)/2]
	c.send(whole)
}

func (c *call) cutGzip() {
	whole := c.fetch()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	writer.Write(whole.body)
	writer.Close()
	if c.request.Header.Get("Accept-Encoding") != "gzip" {
		c.fail(406, "NotAcceptable") // then this would test nothing
		return
	}
	c.Header().Set("Content-Encoding", "gzip")
	whole.body = packed.Bytes()[:packed.Len()/2]
	c.send(whole)
}

func (c *call) garbage() {
	whole := c.fetch()
	for i := len(whole.body) / 3; i < len(whole.body)*2/3; i++ {
		whole.body[i] = byte(i*7919>>3) ^ 0x5a
	}
	c.send(whole)
}

// page answers as a server without a watch cache does, five objects a page, and says of the third
// page that it is gone, so many times.
func (c *call) page(gone int) {
	query, _ := url.ParseQuery(c.query)
	if query.Get("limit") == "" {
		c.send(c.fetch())
		return
	}
	query.Del("resourceVersion")
	query.Set("limit", "2")
	c.query = query.Encode()
	third := c.times%3 == 0
	if third && c.times/3 <= gone {
		c.send(answer{410, "application/json", []byte(status(410, "Expired"))})
		return
	}
	c.send(c.fetch())
}

const hugeBytes = 1 << 30

// huge is a list of one gigabyte: valid, and nearly all of it what nobody reads.
func (c *call) huge() {
	if path.Base(c.target) == "pods" {
		c.hugeProtobuf()
		return
	}
	c.Header().Set("Content-Type", "application/json")
	fmt.Fprint(c, `{"apiVersion":"networking.istio.io/v1","kind":"DestinationRuleList","metadata":{},"items":[`)
	filler := strings.Repeat("x", 64<<10)
	for sent, i := 0, 0; sent < hugeBytes; sent, i = sent+len(filler), i+1 {
		if _, err := fmt.Fprintf(c, `{"metadata":{"name":"a%d","namespace":"b","filler":%q}},`, i, filler); err != nil {
			return
		}
	}
	fmt.Fprint(c, `null]}`)
}

// field is a length-delimited protobuf field.
func field(number int, value []byte) []byte {
	out := varint(uint64(number)<<3 | 2)
	out = append(out, varint(uint64(len(value)))...)
	return append(out, value...)
}

func varint(value uint64) []byte {
	var out []byte
	for ; value >= 0x80; value >>= 7 {
		out = append(out, byte(value)|0x80)
	}
	return append(out, byte(value))
}

func (c *call) hugeProtobuf() {
	filler := field(17, field(1, bytes.Repeat([]byte("x"), 64<<10)))
	item := func(i int) []byte {
		meta := append(field(1, []byte(fmt.Sprintf("pod-%09d", i))), field(3, []byte("b"))...)
		return field(2, field(1, append(meta, filler...)))
	}
	count := hugeBytes / len(item(0))
	c.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
	c.Write([]byte("k8s\x00"))
	c.Write(varint(2<<3 | 2))
	c.Write(varint(uint64(count * len(item(0)))))
	for i := 0; i < count; i++ {
		if _, err := c.Write(item(i)); err != nil {
			return
		}
	}
}

// hugeObject claims an object that would fill the memory.
func (c *call) hugeObject() {
	if path.Base(c.target) != "pods" {
		c.send(c.fetch())
		return
	}
	c.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
	c.Write([]byte("k8s\x00"))
	for range [2]int{} {
		c.Write(varint(2<<3 | 2))
		c.Write(varint(hugeBytes))
	}
	filler := make([]byte, 1<<20)
	for i := 0; i < 1<<10; i++ {
		if _, err := c.Write(filler); err != nil {
			return
		}
	}
}
