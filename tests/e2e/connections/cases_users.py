# SPDX-License-Identifier: Apache-2.0
"""Credentials: tokens, token files, passwords, client certificates, the old providers."""

from case import Case, config

JANE = {"client-certificate": "<jane.crt>", "client-key": "<jane.key>"}
POD = {"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "<https-port>"}
JANE_DATA = {"client-certificate-data": "<jane.crt.data>", "client-key-data": "<jane.key.data>"}


def user(**fields):
    return {"config": config(user={name.replace("_", "-"): value for name, value in fields.items()})}


CASES = [
    # Tokens
    Case("a token", user(token="SECRET-one")),
    Case("a token with blanks around it", user(token=" SECRET-one\n"), says=("token",)),
    Case("a token with a line break", user(token="SECRET-one\nX-Evil: 1"), says=("token|Authorization",)),
    Case("a token file", {"config": config(user={"tokenFile": "t"}), "t": "SECRET-file\n\n"}),
    Case("a token file beats the token", {"config": config(user={"tokenFile": "t", "token": "SECRET-one"}), "t": "SECRET-file"}),
    Case("a token file beats --token", {"config": config(user={"tokenFile": "t"}), "t": "SECRET-file"}, "--token SECRET-flag"),
    Case("a missing token file, with a token", {"config": config(user={"tokenFile": "t", "token": "SECRET-one"})}),
    Case("a missing token file", {"config": config(user={"tokenFile": "t"})}, says=("no such file", "t")),
    Case("an empty token file", {"config": config(user={"tokenFile": "t"}), "t": "\n"}, says=("t|token",)),
    Case("an empty token file, with a token", {"config": config(user={"tokenFile": "t", "token": "SECRET-one"}), "t": ""}),
    Case("no credentials at all", {"config": config(user={"as": ""})}, differs="kubectl asks for a user name on the terminal; the plugin asks the server without"),
    Case("a token that the server does not take", {"config": config(server="<https>/unauthorized")}, says=("logged in", "token", "one")),
    Case("a token over plain http is kept back", {"config": config(server="<http>")}),

    # Passwords
    Case("user name and password", user(username="joe", password="SECRET-password")),
    Case("a password with colons and umlauts", user(username="joe", password="SECRET:pä:ss")),
    Case("a user name without a password", user(username="joe")),
    Case("a password without a user name", user(password="SECRET-password"), says=("password", "username", "one")),
    Case("password and token", user(username="joe", password="SECRET-password", token="SECRET-one"), says=("token", "basic", "one")),
    Case("password and token file", {"config": config(user={"username": "joe", "password": "SECRET-password", "tokenFile": "t"}), "t": "SECRET-file"},
         says=("password", "token", "both")),
    Case("a password that the server does not take", {"config": config(server="<https>/unauthorized", user={"username": "joe", "password": "SECRET-password"})},
         says=("logged in", "password", "one")),

    # Client certificates
    Case("a client certificate by files", {"config": config(user=JANE)}),
    Case("a client certificate by data", {"config": config(user=JANE_DATA)}),
    Case("certificate by file, key by data", {"config": config(user={"client-certificate": "<jane.crt>", "client-key-data": "<jane.key.data>"})}),
    Case("certificate by file and by data", {"config": config(user=JANE | {"client-certificate-data": "<jane.crt.data>"})}, says=("client-cert", "one", "both")),
    Case("key by file and by data", {"config": config(user=JANE | {"client-key-data": "<jane.key.data>"})}, says=("client-key", "one", "both")),
    Case("a certificate without a key", user(client_certificate="<jane.crt>"), says=("client-key", "one")),
    Case("a key without a certificate", {"config": config(user={"client-key": "<jane.key>", "token": "SECRET-one"})}),
    Case("certificate and token", {"config": config(user=JANE | {"token": "SECRET-one"})}),
    Case("certificate and password", {"config": config(user=JANE | {"username": "joe", "password": "SECRET-password"})}),
    Case("a key of PKCS #8", {"config": config(user={"client-certificate": "<jane.crt>", "client-key": "<jane-pkcs8.key>"})}),
    Case("certificate and key in one file", {"config": config(user={"client-certificate": "<jane.pem>", "client-key": "<jane.pem>"})}),
    Case("an encrypted key", {"config": config(user={"client-certificate": "<jane.crt>", "client-key": "<jane-encrypted.key>"})}, says=("client-key", "encrypted", "one")),
    Case("an encrypted key of the old form", {"config": config(user={"client-certificate": "<jane.crt>", "client-key": "<jane-old-encrypted.key>"})},
         says=("client-key", "encrypted", "one")),
    Case("the key of another certificate", {"config": config(user={"client-certificate": "<jane.crt>", "client-key": "<joe.key>"})}, says=("client-key", "one")),
    Case("a certificate that is none", {"config": config(user={"client-certificate": "c", "client-key": "<jane.key>"}), "c": "hello"}, says=("client-certificate", "PEM", "one")),
    Case("a key that is none", {"config": config(user={"client-certificate": "<jane.crt>", "client-key": "k"}), "k": "hello"}, says=("client-key", "PEM", "one")),
    Case("certificate data that is no base64", user(client_certificate_data="###", client_key_data="<jane.key.data>"), says=("client-certificate-data", "base64", "one")),
    Case("a missing certificate file", user(client_certificate="nope", client_key="<jane.key>"), says=("nope", "no such file", "one")),
    Case("a missing key file", user(client_certificate="<jane.crt>", client_key="nope"), says=("nope", "no such file", "one")),
    Case("a certificate of a CA that the server does not know", {"config": config(user={"client-certificate": "<stranger.crt>", "client-key": "<stranger.key>"})},
         says=("certificate",)),
    Case("a certificate that the server does not take", {"config": config(server="<https>/unauthorized", user=JANE)}, says=("logged in", "certificate", "one")),
    Case("a certificate over plain http must be there all the same", {"config": config(server="<http>", user={"client-certificate": "nope", "client-key": "nope"})},
         says=("nope", "no such file", "one")),

    # The old providers
    Case("the gcp provider", {"config": config(user={"auth-provider": {"name": "gcp"}})}, says=("gcp", "gke-gcloud-auth-plugin", "one")),
    Case("the azure provider", {"config": config(user={"auth-provider": {"name": "azure"}})}, says=("azure", "kubelogin", "one")),
    Case("a provider that never was", {"config": config(user={"auth-provider": {"name": "foo"}})}, says=("foo", "provider", "one")),
    Case("an oidc token that lives", {"config": config(user={"auth-provider": {"name": "oidc", "config": {
        "idp-issuer-url": "https://issuer.internal", "client-id": "c", "id-token": "e30.eyJleHAiOjI0OTMwMDAwMDB9.SECRET"}}})}),
    Case("an oidc token that is over", {"config": config(user={"auth-provider": {"name": "oidc", "config": {
        "idp-issuer-url": "https://issuer.internal", "client-id": "c", "id-token": "e30.eyJleHAiOjE1MDAwMDAwMDB9.SECRET"}}})}, says=("oidc", "expired", "one")),
    Case("provider and plugin", {"config": config(user={"auth-provider": {"name": "gcp"}, "exec": {
        "apiVersion": "client.authentication.k8s.io/v1", "command": "credential-plugin", "interactiveMode": "Never"}})}, says=("provider", "exec", "one")),

    # Impersonation
    Case("groups without a user to impersonate", user(token="SECRET-one", as_groups=["staff"]), says=("groups", "impersonat", "one")),
    Case("impersonation with several extras", user(**{"token": "SECRET-one", "as": "kim", "as_user_extra": {"scopes": ["a", "b"], "acme.com/x": ["1"]}})),
    Case("impersonation beside a client certificate", {"config": config(user=JANE | {"as": "kim"})}),

    # In a pod
    Case("in a pod", env=POD, pod=True),
    Case("in a pod with IPv6", env={"KUBERNETES_SERVICE_HOST": "::1", "KUBERNETES_SERVICE_PORT": "<https6-port>"}, pod=True),
    Case("in a pod, -n", {}, "-n shop", POD, pod=True),
    Case("in a pod, POD_NAMESPACE", {}, "", POD | {"POD_NAMESPACE": "named"}, pod=True),
    Case("in a pod, --token", {}, "--token SECRET-flag", POD, pod=True),
    Case("in a pod, a kubeconfig beats it", {"config": config()}, "", POD, pod=True),
    Case("in a pod, a kubeconfig with a namespace", {"config": config(ns="default")}, "", POD, pod=True),
    Case("in a pod, --server leaves it", {}, "--server <http>/flag", POD, pod=True),
    Case("in a pod, --as", {}, "--as kim", POD | {"KUBERNETES_MASTER": "http://<closed>"}, pod=True,
         differs="with --as kubectl forgets that it is in a pod, and asks localhost:8080"),
    Case("in a pod, --request-timeout", {}, "--request-timeout 5", POD | {"KUBERNETES_MASTER": "http://<closed>"}, pod=True,
         differs="with --request-timeout kubectl forgets that it is in a pod, and asks localhost:8080"),
    Case("a pod's variables without a service account", env=POD | {"KUBERNETES_MASTER": "http://<closed>"},
         says=("kubeconfig",)),
]
