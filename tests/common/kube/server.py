"""A small TLS server for the client's tests: python3 server.py CERTIFICATE KEY CLIENT_CA|- .

Prints its port, then serves until its stdin is closed. What a path does is in its name.
"""

import contextlib
import gzip
import http.server
import json
import os
import socket
import ssl
import sys
import threading
import time

seen = {}
tunnels = []


def pump(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        seen[path] = seen.get(path, 0) + 1
        getattr(self, path.strip("/").replace("-", "_"), self.missing)()

    def do_CONNECT(self):
        """A proxy for whatever listens on this machine's port, under any host name."""
        host, port = self.path.split(":")
        tunnels.append([f"CONNECT {self.path}"] + [f"{k}: {v}" for k, v in self.headers.items()])
        self.close_connection = True
        if host == "forbidden":
            return self.send_error(403)
        self.send_response(200)
        self.end_headers()
        with socket.create_connection(("127.0.0.1", int(port))) as target:
            threading.Thread(target=pump, args=(target, self.connection), daemon=True).start()
            pump(self.connection, target)

    def tunnel(self):
        self.answer(200, json.dumps(tunnels).encode())

    def answer(self, status, body, headers=()):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def echo(self):
        peer = getattr(self.connection, "getpeercert", None)
        certificate = peer() if peer else None
        told = {"headers": [f"{name}: {value}" for name, value in self.headers.items()],
                "path": self.path,
                "client": str(certificate["subject"]) if certificate else ""}
        self.answer(200, json.dumps(told).encode())

    def big(self):
        body = b"0123456789abcdef" * 65536
        if self.headers.get("Accept-Encoding") == "gzip":
            return self.answer(200, gzip.compress(body), [("Content-Encoding", "gzip")])
        self.answer(200, body)

    def busy_once(self):
        self.answer(429 if seen["/busy-once"] == 1 else 200, b"{}")

    def reset_once(self):
        if seen["/reset-once"] == 1:
            self.close_connection = True
            return
        self.answer(200, b"{}")

    def cut(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def slow(self):
        time.sleep(3)
        self.answer(200, b"{}")

    def forbidden(self):
        self.answer(403, b'{"kind":"Status","reason":"Forbidden","message":"no"}')

    def redirect(self):
        self.answer(302, b"", [("Location", "/echo")])

    def missing(self):
        self.answer(404, b"")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Clients that hang up are what many tests are about."""


def main():
    certificate, key, client_ca = sys.argv[1:4]
    server = Server(("127.0.0.1", 0), Handler)
    if certificate != "-":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        if client_ca != "-":
            context.verify_mode = ssl.CERT_OPTIONAL
            context.load_verify_locations(client_ca)
        server.socket = context.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    os._exit(0)


main()
