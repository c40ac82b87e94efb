#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""wire-forms.py CLUSTER: in which form lists of a cluster of tests/e2e/cluster.sh come soonest.

One row for each kind and form: bytes, and milliseconds (median of 3) on loopback and through a link with 20 ms of
delay (round trip) and 50 Mbit/s.
"""

import http.client
import re
import ssl
import statistics
import sys
import time
import urllib.parse

from slow_link import Link

DELAY_EACH_WAY = 0.010
BYTES_PER_SECOND = 50e6 / 8
ROUNDS = 3

PROTOBUF = "application/vnd.kubernetes.protobuf"
METADATA = PROTOBUF + ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
CACHE = "resourceVersion=0"
WATCH_LIST = ("watch=true&sendInitialEvents=true&resourceVersion=0&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
              "&timeoutSeconds=10")

BUILT_IN = [  # name, Accept, query, gzip
    ("protobuf", PROTOBUF, CACHE, False),
    ("protobuf, gzip", PROTOBUF, CACHE, True),
    ("protobuf, pages of 500", PROTOBUF, "limit=500", False),
    ("protobuf, WatchList", PROTOBUF + ";stream=watch", WATCH_LIST, False),
    ("protobuf, metadata only", METADATA, CACHE, False),
    ("JSON", "application/json", CACHE, False),
    ("JSON, gzip", "application/json", CACHE, True),
]
CUSTOM = [
    ("JSON", "application/json", CACHE, False),
    ("JSON, gzip", "application/json", CACHE, True),
    ("JSON, pages of 500", "application/json", "limit=500", False),
    ("JSON, WatchList", "application/json", WATCH_LIST, False),
    ("protobuf, metadata only", METADATA, CACHE, False),
]
KINDS = [
    ("pods", "/api/v1/pods", BUILT_IN),
    ("services", "/api/v1/services", BUILT_IN),
    ("endpointslices", "/apis/discovery.k8s.io/v1/endpointslices", BUILT_IN),
    ("destinationrules", "/apis/networking.istio.io/v1/destinationrules", CUSTOM),
]
# What a token of the API server begins with, in base64: {"v":"meta.k8s.io/v1"
TOKEN = re.compile(rb"eyJ2IjoibWV0YS5rOHMuaW8vdjEi[A-Za-z0-9_=-]+")


class NeverEnded(Exception):
    """The server did not say within ten seconds that all objects had been sent."""


class Server:
    def __init__(self, cluster):
        with open(f"{cluster}/admin.kubeconfig", encoding="utf-8") as file:
            url = urllib.parse.urlparse(re.search(r"server: (\S+)", file.read()).group(1))
        self.host, self.port = url.hostname, url.port
        self.context = ssl.create_default_context(cafile=f"{cluster}/pki/ca.crt")
        self.context.load_cert_chain(f"{cluster}/pki/admin.crt", f"{cluster}/pki/admin.key")

    def connect(self, port):
        connection = http.client.HTTPSConnection(self.host, port, context=self.context, timeout=120)
        connection.request("GET", "/version")  # the handshake is the same for all
        connection.getresponse().read()
        return connection


def read(connection, path, accept, gzip):
    """The body; of a watch, what comes up to the end of the initial events."""
    connection.request("GET", path, headers={"Accept": accept, "Accept-Encoding": "gzip" if gzip else "identity"})
    response = connection.getresponse()
    if response.status != 200:
        raise SystemExit(f"{path}: {response.status} {response.read()[:300]}")
    if "watch=true" not in path:
        return response.read()
    body = bytearray()
    while b"initial-events-end" not in body[-4096:]:
        piece = response.read1(65536)
        if not piece:
            raise NeverEnded
        body += piece
    return bytes(body)


def fetch(server, port, path, form):
    """Bytes and seconds."""
    _, accept, query, gzip = form
    connection = server.connect(port)
    start = time.monotonic()
    body = read(connection, f"{path}?{query}", accept, gzip)
    size = len(body)
    while "limit=" in query:
        token = TOKEN.search(body[:4096]) or TOKEN.search(body)
        if token is None:
            break
        body = read(connection, f"{path}?{query}&continue={token.group().decode()}", accept, gzip)
        size += len(body)
    seconds = time.monotonic() - start
    connection.close()
    return size, seconds


def row(server, ports, kind, path, form):
    times = []
    try:
        for port in ports:
            runs = [fetch(server, port, path, form) for _ in range(ROUNDS)]
            times.append(statistics.median(seconds for _, seconds in runs) * 1000)
    except NeverEnded:
        return f"| {kind} | {form[0]} | | over 10 s | over 10 s |"
    return f"| {kind} | {form[0]} | {runs[0][0] / 1000:.0f} | {times[0]:.0f} ms | {times[1]:.0f} ms |"


def main():
    server = Server(sys.argv[1])
    ports = [server.port, Link(server.host, server.port, DELAY_EACH_WAY, BYTES_PER_SECOND).start()]
    print("| kind | form | kB | loopback | 20 ms, 50 Mbit/s |")
    print("|---|---|---:|---:|---:|")
    for kind, path, forms in KINDS:
        for form in forms:
            print(row(server, ports, kind, path, form), flush=True)


main()
