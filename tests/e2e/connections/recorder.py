# SPDX-License-Identifier: Apache-2.0
"""Servers and proxies that note what they are asked, and answer just enough for kubectl and the plugins."""

import base64
import contextlib
import http.server
import json
import socket
import socketserver
import ssl
import threading
from urllib.parse import parse_qs, urlsplit

TLS_HANDSHAKE = b"\x16"
DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
RESOURCES = {"pods": "Pod", "services": "Service", "endpoints": "Endpoints", "configmaps": "ConfigMap"}
# The envelope of a protobuf List without items, at resource version 1.
PROTOBUF_LIST = b"k8s\0\x0a\x0b\x0a\x02v1\x12\x05Pods!\x12\x05\x0a\x03\x12\x011"


class Recording:
    """What arrived since the last reset."""

    def __init__(self):
        self.lock = threading.Lock()
        self.reset()

    def reset(self):
        self.requests, self.lists, self.agents = set(), set(), set()

    def note(self, kind, value):
        with self.lock:
            getattr(self, kind).add(value)


def discovery(path):
    kinds = [{"resource": plural, "responseKind": {"group": "", "version": "v1", "kind": kind}, "scope": "Namespaced",
              "singularResource": kind.lower(), "verbs": ["get", "list"]} for plural, kind in RESOURCES.items()]
    groups = [{"metadata": {"name": ""}, "versions": [{"version": "v1", "resources": kinds}]}]
    return {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": {},
            "items": groups if path.endswith("/api") else []}


def status(code, reason, message):
    return {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "message": message, "code": code}


class ApiServer(http.server.BaseHTTPRequestHandler):
    """The first part of the path says how it behaves: /redirect/api/v1/pods."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urlsplit(self.path)
        prefix, _, rest = url.path.partition("/api")
        is_list = "/v1/" in rest
        self.note(prefix)
        if is_list:
            timeout = parse_qs(url.query).get("timeout", [""])[0]
            namespace = rest.split("/")[3] if "/namespaces/" in rest else ""
            self.server.recording.note("lists", (timeout, namespace))
        behaviour = prefix.strip("/").split("/")[0].replace("-", "_")
        getattr(self, "do_" + behaviour, self.serve)(url.path)

    def note(self, prefix):
        kept = ("authorization", "impersonate-", "proxy-", "cookie")
        headers = sorted((name.lower(), value) for name, value in self.headers.items() if name.lower().startswith(kept))
        host = self.headers.get("Host", "").lower()
        # On loopback the plugins do without compression: it costs more than it saves.
        compressed = "" if host.startswith(("127.", "localhost", "[")) else self.headers.get("Accept-Encoding", "")
        certificate = self.peer_certificate()
        self.server.recording.note("requests", (
            f"{self.command} {self.server.label}{prefix} Host={host}", f"SNI={getattr(self.connection, 'sni', None)}",
            f"certificate={certificate}", f"encoding={compressed}", *(f"{name}={value}" for name, value in headers)))
        self.server.recording.note("agents", self.headers.get("User-Agent", ""))

    def peer_certificate(self):
        certificate = self.connection.getpeercert() if isinstance(self.connection, ssl.SSLSocket) else None
        return ",".join(value for part in certificate["subject"] for _, value in part) if certificate else ""

    def serve(self, path, headers=()):
        if path.endswith(("/api", "/apis")):
            return self.answer(200, DISCOVERY, discovery(path), headers)
        if "/apis/" in path:
            return self.answer(404, "application/json", status(404, "NotFound", "not found"), headers)
        if "protobuf" in self.headers.get("Accept", ""):
            return self.answer(200, "application/vnd.kubernetes.protobuf", PROTOBUF_LIST, headers)
        self.answer(200, "application/json", {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": []}, headers)

    def do_redirect(self, path):
        self.answer(302, "text/plain", b"", [("Location", "/elsewhere" + path.removeprefix("/redirect"))])

    def do_unauthorized(self, _):
        self.answer(401, "application/json", status(401, "Unauthorized", "Unauthorized"))

    def do_only_second_token(self, path):
        if self.headers.get("Authorization", "").endswith("-2"):
            return self.serve(path)
        self.do_unauthorized(path)

    def do_forbidden(self, _):
        self.answer(403, "application/json", status(403, "Forbidden", "jane may not do that"))

    def do_page(self, _):
        self.answer(200, "text/html", b"<html>Please log in</html>")

    def do_bad_gateway(self, _):
        self.answer(502, "text/html", b"<html>Bad gateway</html>")

    def do_warnings(self, path):
        self.serve(path, [("Warning", '299 - "this is \\"deprecated\\""'), ("Warning", '299 - "first", 299 - "second"'),
                          ("Warning", '199 - "not for users"')])

    def do_echo(self, _):
        """Hands the caller's secrets back, as careless gateways do."""
        self.answer(500, "text/plain", ("you sent " + self.headers.get("Authorization", "nothing")).encode())

    def answer(self, code, content_type, body, headers=()):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def pump(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def tunnel(client, port):
    """Whatever host is asked for, it is this machine."""
    with socket.create_connection(("127.0.0.1", port)) as target:
        threading.Thread(target=pump, args=(target, client), daemon=True).start()
        pump(client, target)


class HttpProxy(ApiServer):
    """Tunnels CONNECT; for http:// servers, whose URL comes whole, it answers itself."""

    def do_CONNECT(self):
        host, _, port = self.path.rpartition(":")
        self.note_proxied(self.path)
        self.close_connection = True
        if host == "forbidden.internal":
            return self.send_error(403)
        self.send_response(200)
        self.end_headers()
        tunnel(self.connection, int(port))

    def do_GET(self):
        url = urlsplit(self.path)
        self.note_proxied(url.netloc)
        self.path = url.path + ("?" + url.query if url.query else "")
        super().do_GET()

    def note_proxied(self, target):
        self.server.recording.note("requests", (f"{self.server.label} to {target}", str(self.headers.get("Proxy-Authorization"))))


class Socks(socketserver.StreamRequestHandler):
    """SOCKS5 with names resolved here, with and without a password."""

    def handle(self):
        methods = self.read(self.read(2)[1])
        user = ""
        if 2 in methods:
            self.request.sendall(b"\x05\x02")
            self.read(1)
            user = self.read(self.read(1)[0]) + b":" + self.read(self.read(1)[0])
            self.request.sendall(b"\x01\x00")
        else:
            self.request.sendall(b"\x05\x00")
        host = self.read_host(self.read(4)[3])
        port = int.from_bytes(self.read(2), "big")
        self.server.recording.note("requests", (f"{self.server.label} to {host}:{port}", str(user)))
        self.request.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        tunnel(self.request, port)

    def read_host(self, kind):
        if kind == 3:
            return self.read(self.read(1)[0]).decode()
        return socket.inet_ntop(*((socket.AF_INET, self.read(4)) if kind == 1 else (socket.AF_INET6, self.read(16))))

    def read(self, size):
        return self.rfile.read(size)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    context = None  # of TLS

    def finish_request(self, request, client_address):
        if not self.context:
            super().finish_request(request, client_address)
        elif request.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
            with self.context.wrap_socket(request, server_side=True) as secure:
                super().finish_request(secure, client_address)
        else:  # as a server in Go does
            request.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")

    def handle_error(self, *_):
        """Clients that hang up are what many cases are about."""


class Server6(Server):
    address_family = socket.AF_INET6


def note_sni(connection, name, _):
    connection.sni = name and name.lower()


def tls_context(certificates, name, newest=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / (name + ".crt"), certificates / (name + ".key"))
    context.load_verify_locations(certificates / "ca.crt")
    context.verify_mode = ssl.CERT_OPTIONAL
    context.sni_callback = note_sni
    if newest:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = newest
    return context


def serve(recording, label, handler=ApiServer, context=None, address="127.0.0.1"):
    """Starts a server and returns its port."""
    server = (Server6 if ":" in address else Server)((address, 0), handler)
    server.recording, server.label, server.context = recording, label, context
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as loopback:
            loopback.bind(("::1", 0))
    except OSError:
        return False
    return True


def start_all(recording, certificates):
    """All servers, as words for the table: <https> is "https://127.0.0.1:PORT"."""
    words = {"certificates": str(certificates)}
    for label, name in {"https": "server", "other-ca": "other", "elsewhere": "elsewhere", "expired": "expired",
                        "common-name-only": "common-name-only", "tls11": "server"}.items():
        context = tls_context(certificates, name, ssl.TLSVersion.TLSv1_1 if label == "tls11" else None)
        words[label + "-port"] = str(serve(recording, label, context=context))
        words[label] = f"https://127.0.0.1:{words[label + '-port']}"
    server = tls_context(certificates, "server")
    if has_ipv6():
        words["https6-port"] = str(serve(recording, "https6", context=server, address="::1"))
    words["http-port"] = str(serve(recording, "http"))
    words["http"] = f"http://127.0.0.1:{words['http-port']}"
    words["proxy"] = f"127.0.0.1:{serve(recording, 'proxy', HttpProxy)}"
    words["proxy-tls"] = f"127.0.0.1:{serve(recording, 'proxy-tls', HttpProxy, server)}"
    words["socks"] = f"127.0.0.1:{serve(recording, 'socks', Socks)}"
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        words["closed"] = f"127.0.0.1:{unused.getsockname()[1]}"
    return words


def certificate_words(folder):
    """<jane.crt> is that file's path, <jane.crt.data> its content in base64."""
    words = {}
    for path in folder.iterdir():
        words[path.name] = str(path)
        words[path.name + ".text"] = path.read_text()
        words[path.name + ".data"] = base64.b64encode(path.read_bytes()).decode()
    data = words["ca.crt.data"]
    return words | {"ca-data-with-breaks": data[:70] + "\\n" + data[70:]}


def key_words(folder):
    """What a private key is known by: a line of its text, and its whole file in base64."""
    texts = [path.read_bytes() for path in folder.glob("j*.key")]
    return {text.splitlines()[-2].decode() for text in texts} | {base64.b64encode(text).decode() for text in texts}
