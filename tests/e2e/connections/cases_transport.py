# SPDX-License-Identifier: Apache-2.0
"""URLs, TLS, proxies, and answers that are none."""

from case import Case, config

INTERNAL = "https://api.internal:<https-port>"


def at(server="<https>", **cluster):
    return {"config": config(server=server, cluster={name.replace("_", "-"): value for name, value in cluster.items()})}


def proxied(proxy_url, server=INTERNAL):
    return at(server, proxy_url=proxy_url)


CASES = [
    # URLs
    Case("a path prefix", at("<https>/k8s/clusters/c-abc")),
    Case("a path prefix with a slash at its end", at("<https>/k8s/clusters/c-abc/")),
    Case("a path prefix with doubled slashes", at("<https>//k8s//x/")),
    Case("a path prefix with escapes", at("<https>/a%20b/%7Ec")),
    Case("a bare slash", at("<https>/")),
    Case("query and fragment are dropped", at("<https>/x?a=b#c")),
    Case("a host name", at("https://localhost:<https-port>")),
    Case("a host name in capitals", at("https://LOCALHOST:<https-port>")),
    Case("IPv6", at("https://[::1]:<https6-port>")),
    Case("IPv6 with a prefix", at("https://[::1]:<https6-port>/six")),
    Case("plain http", at("<http>/plain")),
    Case("no scheme means http", at("127.0.0.1:<http-port>")),
    Case("no scheme, a host name", at("localhost:<http-port>")),
    Case("HTTPS in capitals", at("HTTPS://127.0.0.1:<https-port>")),
    Case("another scheme", at("ftp://127.0.0.1:<https-port>"), says=("ftp",)),
    Case("a port that is none", at("https://127.0.0.1:abc"), says=("127.0.0.1:abc",)),
    Case("a user in the URL", at("https://joe:SECRET-url@127.0.0.1:<https-port>"), says=("URL", "user name"),
         differs="kubectl sends the user's token and drops the URL's password; the plugin refuses, for one of the two is a mistake"),
    Case("http asked of a TLS port", at("http://127.0.0.1:<https-port>"), says=("127.0.0.1",)),
    Case("TLS asked of a plain port", at("https://127.0.0.1:<http-port>"), says=("127.0.0.1", "TLS|HTTPS", "one")),
    Case("a port where nobody listens", at("https://<closed>"), says=("127.0.0.1", "refused")),
    Case("a host that does not exist", at("https://nope.invalid:6443"), says=("nope.invalid", "no such host", "one")),

    # Trust
    Case("CA data", at(certificate_authority_data="<ca.crt.data>")),
    Case("a CA file with several certificates", at(certificate_authority="<both-ca.crt>")),
    Case("CA file and data", {"config": config(cluster={"certificate-authority-data": "<ca.crt.data>", "certificate-authority": "<ca.crt>"})},
         says=("certificate-authority", "both", "one")),
    Case("a missing CA file", at(certificate_authority="nope"), says=("nope", "no such file", "certificate-authority", "one")),
    Case("a CA file that is none", at(certificate_authority="<jane.key>"), says=("certificate", "PEM", "one")),
    Case("CA and insecure-skip-tls-verify", at(insecure_skip_tls_verify=True), says=("insecure",)),
    Case("insecure-skip-tls-verify", at("<other-ca>", insecure_skip_tls_verify=True, certificate_authority="")),
    Case("another CA", at("<other-ca>"), says=("certificate", "unknown", "127.0.0.1", "one")),
    Case("no CA: this machine's", at(certificate_authority=""), says=("certificate", "unknown", "one")),
    Case("no CA, SSL_CERT_FILE", at(certificate_authority=""), env={"SSL_CERT_FILE": "<ca.crt>"}),
    Case("no CA, SSL_CERT_FILE of another", at(certificate_authority=""), env={"SSL_CERT_FILE": "<other-ca.crt>"}, says=("certificate", "unknown")),
    Case("a CA makes SSL_CERT_FILE void", at("<other-ca>"), env={"SSL_CERT_FILE": "<other-ca.crt>"}, says=("certificate", "unknown")),
    Case("a certificate for another name", at("<elsewhere>"), says=("certificate", "api.example.com", "127.0.0.1")),
    Case("tls-server-name", at("<elsewhere>", tls_server_name="api.example.com")),
    Case("tls-server-name with a prefix", at("<elsewhere>/x/y", tls_server_name="api.example.com")),
    Case("tls-server-name that is an address", at("<elsewhere>", tls_server_name="10.0.0.1")),
    Case("a wrong tls-server-name", at(tls_server_name="wrong.example.com"), says=("wrong.example.com", "tls-server-name", "one")),
    Case("a certificate that has expired", at("<expired>"), says=("certificate", "expired", "127.0.0.1")),
    Case("a certificate with a Common Name only", at("https://localhost:<common-name-only-port>"), says=("certificate", "localhost")),
    Case("TLS 1.1", at("<tls11>"), says=("127.0.0.1", "TLS|protocol version")),
    Case("DISABLE_HTTP2", at(), env={"DISABLE_HTTP2": "1"}),

    # proxy-url
    Case("proxy-url http", proxied("http://<proxy>")),
    Case("proxy-url https: the cluster's CA counts for it too", proxied("https://<proxy-tls>")),
    Case("proxy-url https with SSL_CERT_FILE", proxied("https://<proxy-tls>"), env={"SSL_CERT_FILE": "<ca.crt>"}),
    Case("proxy-url socks5", proxied("socks5://<socks>")),
    Case("proxy-url socks5 with a password", proxied("socks5://joe:SECRET-proxy@<socks>")),
    Case("proxy-url with a password", proxied("http://joe:SECRET-proxy@<proxy>")),
    Case("proxy-url with an escaped password", proxied("http://joe:SECRET-%40%3A@<proxy>")),
    Case("proxy-url with a slash at its end", proxied("http://<proxy>/")),
    Case("proxy-url goes for loopback too", proxied("http://<proxy>", "<https>")),
    Case("proxy-url disregards NO_PROXY", proxied("http://<proxy>"), env={"NO_PROXY": "*"}),
    Case("proxy-url beats HTTPS_PROXY", proxied("http://<proxy>"), env={"HTTPS_PROXY": "http://<closed>"}),
    Case("proxy-url for a plain server", proxied("http://<proxy>", "http://api.internal:<http-port>")),
    Case("proxy-url socks5 for a plain server", proxied("socks5://<socks>", "http://api.internal:<http-port>")),
    Case("proxy-url with tls-server-name", at(INTERNAL, proxy_url="http://<proxy>", tls_server_name="kubernetes")),
    Case("proxy-url with a path prefix and IPv4", proxied("http://<proxy>", "https://127.0.0.1:<https-port>/pre")),
    Case("proxy-url socks5h", proxied("socks5h://<socks>"), says=("proxy-url", "one")),
    Case("proxy-url ftp", proxied("ftp://<proxy>"), says=("proxy-url", "one")),
    Case("proxy-url without a scheme", proxied("<proxy>"), says=("proxy-url", "one")),
    Case("proxy-url that refuses", proxied("http://<closed>"), says=("proxy", "refused", "one")),
    Case("proxy-url that does not exist", proxied("http://nope.invalid:3128"), says=("nope.invalid", "proxy")),
    Case("proxy-url that forbids", proxied("http://<proxy>", "https://forbidden.internal:<https-port>"), says=("proxy", "403|forbidden")),

    # HTTPS_PROXY and its kin
    Case("HTTPS_PROXY", at(INTERNAL), env={"HTTPS_PROXY": "http://<proxy>"}),
    Case("https_proxy", at(INTERNAL), env={"https_proxy": "http://<proxy>"}),
    Case("HTTPS_PROXY beats https_proxy", at(INTERNAL), env={"HTTPS_PROXY": "http://<proxy>", "https_proxy": "http://<closed>"}),
    Case("HTTPS_PROXY without a scheme", at(INTERNAL), env={"HTTPS_PROXY": "<proxy>"}),
    Case("HTTPS_PROXY with a password", at(INTERNAL), env={"HTTPS_PROXY": "http://joe:SECRET-proxy@<proxy>"}),
    Case("HTTPS_PROXY of socks5", at(INTERNAL), env={"HTTPS_PROXY": "socks5://<socks>"}),
    Case("HTTPS_PROXY of socks5h", at(INTERNAL), env={"HTTPS_PROXY": "socks5h://<socks>"}),
    Case("HTTPS_PROXY of an unknown scheme", at(INTERNAL), env={"HTTPS_PROXY": "ftp://<proxy>"}),
    Case("HTTP_PROXY is not for https", at(), env={"HTTP_PROXY": "http://<closed>"}),
    Case("HTTP_PROXY for plain http", at("http://api.internal:<http-port>"), env={"HTTP_PROXY": "http://<proxy>"}),
    Case("http_proxy for plain http", at("http://api.internal:<http-port>/x"), env={"http_proxy": "http://<proxy>"}),
    Case("ALL_PROXY is not read", at(), env={"ALL_PROXY": "http://<closed>", "all_proxy": "http://<closed>"}),
    Case("loopback is never proxied", at(), env={"HTTPS_PROXY": "http://<closed>"}),
    Case("localhost is never proxied", at("https://localhost:<https-port>"), env={"HTTPS_PROXY": "http://<closed>"}),
    Case("IPv6 loopback is never proxied", at("https://[::1]:<https6-port>"), env={"HTTPS_PROXY": "http://<closed>"}),
    Case("HTTPS_PROXY that refuses", at(INTERNAL), env={"HTTPS_PROXY": "http://<closed>"}, says=("proxy", "refused", "HTTPS_PROXY")),
] + [
    # In vain means: the name cannot be resolved without the proxy.
    Case(f"NO_PROXY={no_proxy} for api.internal: " + ("proxied" if is_proxied else "in vain"), at(INTERNAL), env={"HTTPS_PROXY": "http://<proxy>", "NO_PROXY": no_proxy},
         says=() if is_proxied else ("api.internal", "no such host"))
    for no_proxy, is_proxied in (
        ("*", False), ("internal", False), (".internal", False), ("*.internal", False), ("API.Internal", False), ("other, internal ,x", False),
        ("api.internal:<https-port>", False), ("api.internal:1", True), ("pi.internal", True), ("other", True), ("10.0.0.0/8,127.0.0.1", True), ("", True))
] + [
    # An address of the documentation's, where nobody answers.
    Case(f"NO_PROXY={no_proxy} for 192.0.2.1", at("https://192.0.2.1:<https-port>"), "--request-timeout 20" if is_proxied else "--request-timeout 200ms",
         env={"HTTPS_PROXY": "http://<proxy>", "NO_PROXY": no_proxy}, says=() if is_proxied else ("192.0.2.1",))
    for no_proxy, is_proxied in (("192.0.2.0/24", False), ("192.0.2.1", False), ("192.0.3.0/24", True))
] + [
    # Answers
    Case("a redirect", at("<https>/redirect"), says=("redirect", "/elsewhere"),
         differs="kubectl follows redirects with the token to the same host; the plugin goes where the kubeconfig says, and nowhere else"),
    Case("an HTML page", at("<https>/page"), says=("127.0.0.1", "page|HTML|protobuf|JSON")),
    Case("an HTML page with 502", at("<https>/bad-gateway"), says=("502",)),
    Case("a gateway that hands the token back", at("<https>/echo"), says=("500|you sent",)),
    Case("everything is forbidden", at("<https>/forbidden"), says=("forbidden|may not", "403|jane")),
    Case("warnings", at("<https>/warnings")),
]
