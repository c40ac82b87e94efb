# SPDX-License-Identifier: Apache-2.0
"""Which kubeconfig files are read, how they merge, and what a context gives."""

from case import Case, config, two

A = config(server="<https>/a", user={"token": "SECRET-a"}, ns="from-a")
B = config(server="<https>/b", user={"token": "SECRET-b"}, ns="from-b")
ONLY_USER = {"apiVersion": "v1", "kind": "Config", "users": [{"name": "one", "user": {"token": "SECRET-elsewhere"}}]}
WITHOUT_USER = config() | {"users": []}
YAML = """
# a comment
apiVersion: v1
kind: Config
preferences: {colors: true}
unknown: {field: [1, 2]}
current-context: one
clusters:
- name: one
  cluster: {server: "<https>/yaml", certificate-authority: <ca.crt>, api-version: v1}
contexts:
- context:
    cluster: &name one
    user: *name
    namespace: "123"
  name: one
users:
- name: one
  user:
    token: "SECRET-yaml"
"""

CASES = [
    # Which files
    Case("~/.kube/config is read", {"home/.kube/config": A}, env={"KUBECONFIG": "<unset>"}),
    Case("an empty KUBECONFIG is as none", {"home/.kube/config": A}, env={"KUBECONFIG": ""}),
    Case("KUBECONFIG beats ~/.kube/config", {"home/.kube/config": A, "b": B}, env={"KUBECONFIG": "b"}),
    Case("--kubeconfig beats KUBECONFIG", {"a": A, "b": B}, "--kubeconfig b", {"KUBECONFIG": "a"}),
    Case("an empty --kubeconfig is as none", {"config": A}, "--kubeconfig ''"),
    Case("--kubeconfig with =", {"a": A, "b": B}, "--kubeconfig=b", {"KUBECONFIG": "a"}),
    Case("--kubeconfig of a missing file", {"config": A}, "--kubeconfig nope", says=("nope", "no such file", "--kubeconfig")),
    Case("--kubeconfig is no list", {"a": A, "b": B}, "--kubeconfig a:b", says=("a:b",)),
    Case("--kubeconfig twice: the last wins", {"a": A, "b": B}, "--kubeconfig a --kubeconfig b"),
    Case("the legacy ~/.kube/.kubeconfig", {"home/.kube/.kubeconfig": A}, env={"KUBECONFIG": "<unset>"}),
    Case("no HOME and no kubeconfig", env={"KUBECONFIG": "<unset>", "HOME": "<unset>", "KUBERNETES_MASTER": "http://<closed>"}, says=("kubeconfig",)),
    Case("~ in KUBECONFIG is not expanded", {"home/a": A}, env={"KUBECONFIG": "~/a", "KUBERNETES_MASTER": "http://<closed>"}, says=("~/a", "KUBECONFIG")),

    # Several files
    Case("two files: the first wins whole", {"a": A, "b": B}, env={"KUBECONFIG": "a:b"}),
    Case("two files the other way round", {"a": A, "b": B}, env={"KUBECONFIG": "b:a"}),
    Case("missing files of the list are skipped", {"b": B}, env={"KUBECONFIG": "nope:b:neither"}),
    Case("all files of the list are missing", env={"KUBECONFIG": "nope:neither", "KUBERNETES_MASTER": "http://<closed>"}, says=("nope, neither", "KUBECONFIG")),
    Case("empty elements of the list are skipped", {"b": B}, env={"KUBECONFIG": ":b::"}),
    Case("a file listed twice", {"a": A}, env={"KUBECONFIG": "a:a"}),
    Case("an empty file of the list", {"empty": "", "b": B}, env={"KUBECONFIG": "empty:b"}),
    Case("a file of comments only", {"comments": "# nothing\n\n", "b": B}, env={"KUBECONFIG": "comments:b"}),
    Case("a broken file of the list is fatal", {"a": A, "broken": "clusters: [\n"}, env={"KUBECONFIG": "a:broken"}, says=("broken",)),
    Case("a directory in the list is fatal", {"a": A, "folder/x": ""}, env={"KUBECONFIG": "a:folder"}, says=("folder", "directory")),
    Case("current-context: the first that is not empty", {"a": A | {"current-context": ""}, "b": two() | {"current-context": "two"}}, env={"KUBECONFIG": "a:b"}),
    Case("the user lies in another file", {"a": WITHOUT_USER, "b": ONLY_USER}, env={"KUBECONFIG": "a:b"}),
    Case("the first file's context hides the other's namespace", {"a": config(), "b": config(ns="hidden")}, env={"KUBECONFIG": "a:b"}),
    Case("the first file's user hides the other's impersonation", {"a": config(), "b": config(user={"token": "SECRET-b", "as": "joe"})}, env={"KUBECONFIG": "a:b"}),
    Case("absolute and relative paths in the list", {"sub/a": A, "b": B}, env={"KUBECONFIG": "sub/../sub/a:./b"}),

    # What a file may look like
    Case("YAML with comments, anchors and unknown fields", {"config": YAML}),
    Case("no apiVersion and no kind", {"config": {key: value for key, value in A.items() if key not in ("apiVersion", "kind")}}),
    Case("apiVersion v2", {"config": A | {"apiVersion": "v2"}}, says=("config", "v2", "v1")),
    Case("another kind", {"config": A | {"kind": "Pod"}}, says=("config", "Pod")),
    Case("a list instead of a map", {"config": "- a\n- b\n"}, says=("config",)),
    Case("a scalar instead of a map", {"config": "hello"}, says=("config",)),
    Case("clusters is a map", {"config": A | {"clusters": {"one": {"server": "<https>"}}}}, says=("config", "clusters")),
    Case("a duplicate context name", {"config": A | {"contexts": A["contexts"] * 2}}, says=("config", "duplicate", "one")),
    Case("a duplicate user name", {"config": A | {"users": A["users"] * 2}}, says=("config", "duplicate", "one")),
    Case("a token that is a number", {"config": YAML.replace('"SECRET-yaml"', "12345")}, says=("config", "token")),
    Case("a namespace that is a number", {"config": YAML.replace('"123"', "123")}, says=("config", "namespace")),
    Case("a boolean in quotes", {"config": config(cluster={"insecure-skip-tls-verify": "true"})}, says=("config", "insecure-skip-tls-verify")),
    Case("a boolean spelt yes", {"config": YAML.replace("api-version: v1", "insecure-skip-tls-verify: yes").replace("certificate-authority: <ca.crt>, ", "")}),
    Case("null fields", {"config": A | {"preferences": None, "extensions": None}}),
    Case("a null user", {"config": A | {"users": [{"name": "one", "user": None}]}, }, "--token SECRET-flag"),
    Case("a kubeconfig with a byte order mark", {"config": "\ufeff" + YAML}),
    Case("a kubeconfig with tabs", {"config": "clusters:\n\t- name: one\n"}, says=("config", "line|tab")),
    Case("a kubeconfig that is a pipe", {"a": A}, "--kubeconfig <(cat a)"),
    Case("two YAML documents: the first counts", {"config": YAML + "---\nnonsense: true\n"}),
    Case("fields in capitals", {"config": YAML.replace("current-context", "Current-Context")}, env={"KUBERNETES_MASTER": "http://<closed>"},
         says=("current-context",)),
    Case("a second field of the same name", {"config": YAML + "current-context: two\n"}, says=("context", "two")),
    Case("base64 with line breaks", {"config": config(cluster={"certificate-authority-data": "<ca-data-with-breaks>"})}),
    Case("base64 that is none", {"config": config(cluster={"certificate-authority-data": "###"})}, says=("config", "certificate-authority-data", "base64")),

    # Contexts
    Case("the context's namespace", {"config": two()}),
    Case("--context", {"config": two()}, "--context two"),
    Case("--context of no context", {"config": two()}, "--context nope", says=("nope", "context", "one, two")),
    Case("current-context names no context", {"config": two() | {"current-context": "nope"}}, says=("nope", "context")),
    Case("no current-context", {"config": two() | {"current-context": ""}}, env={"KUBERNETES_MASTER": "http://<closed>"}, says=("current-context",)),
    Case("an empty --context is as none", {"config": two()}, "--context ''"),
    Case("--cluster", {"config": two()}, "--cluster two"),
    Case("--cluster of no cluster", {"config": two()}, "--cluster nope", says=("nope", "cluster")),
    Case("--user", {"config": two()}, "--user two"),
    Case("--user of no user", {"config": two()}, "--user nope", says=("nope", "user|auth info")),
    Case("--cluster and --user without any context", {"config": two() | {"current-context": "", "contexts": []}}, "--cluster two --user one"),
    Case("the context names no cluster", {"config": config() | {"clusters": []}}, env={"KUBERNETES_MASTER": "http://<closed>"}, says=("cluster", "one")),
    Case("the context names no user", {"config": WITHOUT_USER}, differs="kubectl asks for a user name on the terminal; the plugin asks the server without"),
    Case("a cluster without a server", {"config": config(server="")}, says=("server", "one")),
    Case("names with unusual characters", {"config": config() | {"current-context": "arn:aws:eks:eu-1:1:cluster/x @y", "contexts": [
        {"name": "arn:aws:eks:eu-1:1:cluster/x @y", "context": {"cluster": "one", "user": "one"}}]}}),
    Case("KUBERNETES_MASTER without a kubeconfig", env={"KUBERNETES_MASTER": "<http>/master"}),
    Case("KUBERNETES_MASTER is second to a kubeconfig", {"config": A}, env={"KUBERNETES_MASTER": "<http>/master"}),

    # Relative paths
    Case("relative paths start at their file", {"sub/config": config(cluster={"certificate-authority": "../ca"}), "ca": "<ca.crt.text>"}, env={"KUBECONFIG": "sub/config"}),
    Case("a relative tokenFile starts at its file", {"sub/config": config(user={"tokenFile": "token"}), "sub/token": "SECRET-file\n", "token": "SECRET-wrong"},
         env={"KUBECONFIG": "sub/config"}),
    Case("relative client certificates", {"sub/config": config(user={"client-certificate": "./c", "client-key": "k"}), "sub/c": "<jane.crt.text>", "sub/k": "<jane.key.text>"},
         env={"KUBECONFIG": "sub/config"}),
    Case("relative paths after a merge", {"a": WITHOUT_USER, "sub/b": {"users": [{"name": "one", "user": {"tokenFile": "t"}}]}, "sub/t": "SECRET-sub"},
         env={"KUBECONFIG": "a:sub/b"}),
    Case("paths on the command line start here", {"sub/config": config(cluster={"certificate-authority": "nope"}), "ca": "<ca.crt.text>"},
         "--certificate-authority ca", {"KUBECONFIG": "sub/config"}),
]
