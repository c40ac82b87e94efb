# SPDX-License-Identifier: Apache-2.0
"""One row of the table: a kubeconfig, flags and an environment, and what they should lead to."""

import dataclasses


@dataclasses.dataclass
class Case:
    title: str
    files: dict = dataclasses.field(default_factory=dict)  # name: kubeconfig or text, in the current directory of the run
    flags: str = ""  # as typed in a shell
    env: dict = dataclasses.field(default_factory=dict)  # KUBECONFIG=config unless said otherwise
    before: bool = False  # the flags come before the arguments
    pod: bool = False  # as in a pod: with a service account
    modes: dict = dataclasses.field(default_factory=dict)  # permissions of files
    # If both fail, what the plugin's sentence must hold; regular expressions.
    says: tuple = ()
    # A difference that is meant, and its reason.
    differs: str = ""


def config(server="<https>", current="one", ns="", user=None, cluster=None, **more):
    """A kubeconfig with one context, cluster and user, all called "one"."""
    context = {"cluster": "one", "user": "one"} | ({"namespace": ns} if ns else {})
    trust = {} if cluster and "certificate-authority-data" in cluster else {"certificate-authority": "<ca.crt>"}
    return {
        "apiVersion": "v1", "kind": "Config", "current-context": current,
        "clusters": [{"name": "one", "cluster": {"server": server} | trust | (cluster or {})}],
        "users": [{"name": "one", "user": {"token": "SECRET-one"} if user is None else user}],
        "contexts": [{"name": "one", "context": context}],
    } | more


def two(first=None, second=None):
    """Contexts "one" and "two" that differ in everything."""
    return config(
        ns="first", clusters=[{"name": "one", "cluster": {"server": "<https>/one", "certificate-authority": "<ca.crt>"} | (first or {})},
                              {"name": "two", "cluster": {"server": "<https>/two", "certificate-authority": "<ca.crt>"} | (second or {})}],
        users=[{"name": "one", "user": {"token": "SECRET-one"}}, {"name": "two", "user": {"token": "SECRET-two"}}],
        contexts=[{"name": "one", "context": {"cluster": "one", "user": "one", "namespace": "first"}},
                  {"name": "two", "context": {"cluster": "two", "user": "two", "namespace": "second"}}])


def plugin(*words, version="v1", mode="Never", **more):
    """A user with a credential plugin."""
    return {"exec": {"apiVersion": "client.authentication.k8s.io/" + version, "command": "credential-plugin", "args": list(words)}
            | ({"interactiveMode": mode} if mode else {}) | more}
