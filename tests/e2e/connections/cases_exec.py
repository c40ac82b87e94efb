# SPDX-License-Identifier: Apache-2.0
"""Credential plugins: what they are given, the shapes of their answers, and how they fail."""

from case import Case, config, plugin

EXTENSION = {"extensions": [{"name": "client.authentication.k8s.io/exec", "extension": {"audience": "x", "port": 7, "deep": {"list": [True, None, "1"]}}},
                            {"name": "other", "extension": 1}]}


def uses(*words, cluster=None, server="<https>", **more):
    return {"config": config(server=server, cluster=cluster, user=plugin(*words, **more))}


def policy(name, *commands):
    return {"apiVersion": "kubectl.config.k8s.io/v1beta1", "kind": "Preference", "credentialPluginPolicy": name} | (
        {"credentialPluginAllowlist": [{"command": command} for command in commands]} if name == "Allowlist" else {})


CASES = [
    # Shapes of answers
    Case("plugin: aws eks get-token", uses("aws", version="v1beta1", mode="")),
    Case("plugin: gke-gcloud-auth-plugin", uses("gke", version="v1beta1", mode="IfAvailable", provideClusterInfo=True, installHint="Install it")),
    Case("plugin: kubelogin", uses("kubelogin", mode="IfAvailable")),
    Case("plugin: kubelogin of Azure", uses("azure", version="v1beta1", mode="")),
    Case("plugin: YAML", uses("yaml")),
    Case("plugin: a client certificate", uses("certificate", "<jane.crt>", "<jane.key>")),
    Case("plugin: token and client certificate", uses("both", "<jane.crt>", "<jane.key>")),
    Case("plugin: an answer that is over already", uses("expired")),
    Case("plugin: stderr is passed on", uses("chatty"), says=("To sign in, use a web browser",)),

    # What it is given
    Case("plugin: arguments", uses("token", "v1", "a b", "--x=$HOME", "*")),
    Case("plugin: environment", uses("token", env=[{"name": "FLAVOUR", "value": "a b=c"}])),
    Case("plugin: environment, the later wins", uses("token", env=[{"name": "FLAVOUR", "value": "1"}, {"name": "FLAVOUR", "value": "2"}])),
    Case("plugin: the environment of the kubeconfig beats ours", uses("token", env=[{"name": "FLAVOUR", "value": "its"}]), env={"FLAVOUR": "ours"}),
    Case("plugin: provideClusterInfo", uses("token", provideClusterInfo=True)),
    Case("plugin: provideClusterInfo with v1beta1", uses("token", "v1beta1", version="v1beta1", provideClusterInfo=True)),
    Case("plugin: provideClusterInfo with a configuration", uses("token", provideClusterInfo=True, cluster=EXTENSION)),
    Case("plugin: provideClusterInfo with CA data", uses("token", provideClusterInfo=True, cluster={"certificate-authority-data": "<ca.crt.data>"})),
    Case("plugin: provideClusterInfo with everything", uses("token", provideClusterInfo=True, server="<https>/prefix/", cluster=EXTENSION | {
        "tls-server-name": "localhost", "proxy-url": "http://<proxy>", "disable-compression": True})),
    Case("plugin: provideClusterInfo without verification", uses("token", provideClusterInfo=True, server="<other-ca>", cluster={
        "insecure-skip-tls-verify": True, "certificate-authority": ""})),
    Case("plugin: provideClusterInfo with flags", uses("token", provideClusterInfo=True), "--server https://localhost:<https-port>/flag --tls-server-name kubernetes"),
    Case("plugin: the cluster's configuration is kept back otherwise", uses("token", cluster=EXTENSION)),
    Case("plugin: no interactiveMode with v1beta1", uses("token", "v1beta1", version="v1beta1", mode="")),
    Case("plugin: no interactiveMode with v1", uses("token", mode=""), says=("interactiveMode", "one")),
    Case("plugin: an unknown interactiveMode", uses("token", mode="Sometimes"), says=("interactiveMode", "Sometimes", "one")),
    Case("plugin: interactiveMode Always without a terminal", uses("token", mode="Always"), says=("interactive", "terminal")),
    Case("plugin: interactiveMode IfAvailable without a terminal", uses("token", mode="IfAvailable")),

    # How it is found
    Case("plugin: a path relative to the kubeconfig", {"sub/config": config(user=plugin("SECRET-script", command="./script")),
         "sub/script": "#!/bin/sh\nexec credential-plugin token\n"}, env={"KUBECONFIG": "sub/config"}, modes={"sub/script": 0o755}),
    Case("plugin: a bare name is not looked for beside the kubeconfig", {"config": config(user=plugin("token", command="nearby-plugin")),
         "nearby-plugin": "#!/bin/sh\nexec credential-plugin token\n"}, modes={"nearby-plugin": 0o755}, says=("nearby-plugin", "not found|no such")),
    Case("plugin: one that is not installed", uses("token", command="no-such-plugin"), says=("no-such-plugin", "not found", "install")),
    Case("plugin: one that is not installed, with a hint", uses("token", command="no-such-plugin", installHint="Try: apt install \u001b[31mit"),
         says=("no-such-plugin", "Try: apt install")),
    Case("plugin: a missing path", uses("token", command="/nope/plugin"), says=("/nope/plugin", "no such file|not found")),
    Case("plugin: a file that may not be run", {"config": config(user=plugin(command="./script")), "script": "#!/bin/sh\n"}, says=("script", "permission")),
    Case("plugin: a directory", {"config": config(user=plugin(command="./folder")), "folder/x": ""}, says=("folder", "permission|directory")),
    Case("plugin: no command", uses("token", command=""), says=("command", "one")),

    # How it fails
    Case("plugin: fails with a sentence of its own", uses("fail"), says=("your login has expired", "credential-plugin", "exit code 3")),
    Case("plugin: is killed", uses("killed"), says=("credential-plugin", "signal|killed")),
    Case("plugin: says nothing", uses("silent"), says=("credential-plugin", "decod|ExecCredential")),
    Case("plugin: says something else", uses("garbage"), says=("credential-plugin", "decod|ExecCredential")),
    Case("plugin: another kind", uses("other-kind"), says=("credential-plugin", "ExecCredential")),
    Case("plugin: no kind", uses("no-kind"), says=("credential-plugin", "ExecCredential")),
    Case("plugin: no status", uses("no-status"), says=("credential-plugin", "status")),
    Case("plugin: an empty status", uses("empty-status"), says=("credential-plugin", "token")),
    Case("plugin: a certificate without its key", uses("certificate-only", "<jane.crt>"), says=("credential-plugin", "key")),
    Case("plugin: a time that is none", uses("bad-time"), says=("credential-plugin", "expirationTimestamp|time")),
    Case("plugin: v1 is configured, v1beta1 comes", uses("token", "v1beta1"), says=("credential-plugin", "v1beta1")),
    Case("plugin: v1beta1 is configured, v1 comes", uses("token", "v1", version="v1beta1"), says=("credential-plugin", "v1beta1")),
    Case("plugin: v1alpha1", uses("token", "v1alpha1", version="v1alpha1"), says=("v1alpha1", "apiVersion|version")),
    Case("plugin: no apiVersion", uses("token", apiVersion=""), says=("apiVersion", "one")),
    Case("plugin: the key of another certificate", uses("certificate", "<jane.crt>", "<joe.key>"), says=("certificate", "key")),

    # kuberc's policy
    Case("plugin: kuberc denies all", uses("token") | {"home/.kube/kuberc": policy("DenyAll")}, says=("credential-plugin", "DenyAll")),
    Case("plugin: kuberc allows all", uses("token") | {"home/.kube/kuberc": policy("AllowAll")}),
    Case("plugin: kuberc lists it", uses("token") | {"home/.kube/kuberc": policy("Allowlist", "other", "credential-plugin")}),
    Case("plugin: kuberc lists others", uses("token") | {"home/.kube/kuberc": policy("Allowlist", "other", "/nope/credential-plugin")}, says=("credential-plugin", "Allowlist")),
    Case("plugin: kuberc lists nothing", uses("token") | {"home/.kube/kuberc": policy("Allowlist")}, says=("kuberc", "Allowlist")),
    Case("plugin: kuberc has an unknown policy", uses("token") | {"home/.kube/kuberc": policy("Maybe")}, says=("kuberc", "Maybe")),
    Case("plugin: --kuberc beats KUBERC", uses("token") | {"a": policy("AllowAll"), "b": policy("DenyAll")}, "--kuberc b", {"KUBERC": "a"}, says=("credential-plugin", "DenyAll")),
    Case("plugin: KUBERC beats ~/.kube/kuberc", uses("token") | {"a": policy("AllowAll"), "home/.kube/kuberc": policy("DenyAll")}, env={"KUBERC": "a"}),
    Case("plugin: KUBERC=off", uses("token") | {"home/.kube/kuberc": policy("DenyAll")}, env={"KUBERC": "off"}),
    Case("plugin: KUBECTL_KUBERC=false", uses("token") | {"home/.kube/kuberc": policy("DenyAll")}, env={"KUBECTL_KUBERC": "false"}),
    Case("plugin: a broken kuberc", uses("token") | {"home/.kube/kuberc": "credentialPluginPolicy: [\n"}, says=("kuberc", "line"),
         differs="kubectl goes on without its policy; the plugin refuses, for the file may forbid what would run"),

    # When it is asked
    Case("plugin: not for http", uses("fail", server="<http>")),
    Case("plugin: not beside a token", {"config": config(user=plugin("fail") | {"token": "SECRET-one"})}),
    Case("plugin: not beside a token file", {"config": config(user=plugin("fail") | {"tokenFile": "t"}), "t": "SECRET-file"}),
    Case("plugin: not beside a password", {"config": config(user=plugin("fail") | {"username": "joe", "password": "SECRET-password"})}),
    Case("plugin: not beside a client certificate", {"config": config(user=plugin("fail") | {"client-certificate": "<jane.crt>", "client-key": "<jane.key>"})}),
    Case("plugin: with impersonation", {"config": config(user=plugin("token") | {"as": "kim"})}),
    Case("plugin: a 401 calls it again, once", uses("counting", server="<https>/only-second-token")),
    Case("plugin: a 401 that stays", uses("token", server="<https>/unauthorized"), says=("logged in", "token", "one")),
]
