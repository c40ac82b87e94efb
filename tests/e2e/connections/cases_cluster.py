# SPDX-License-Identifier: Apache-2.0
"""The same against a real API server: its audit log tells who asked, as whom, and whether that was allowed."""

import dataclasses
import json

from case import Case

CASES = [(name, Case(f"cluster: {title}", flags=flags, says=says)) for name, title, flags, says in (
    ("admin", "a client certificate", "", ()),
    ("certificate", "a client certificate of a group", "-n shop", ()),
    ("token", "a token", "-n shop", ()),
    ("exec", "a credential plugin", "", ()),
    ("limited", "a token with few rights", "-n shop", ()),
    ("nobody", "a token without rights", "", ("may not|forbidden", "403|nobody")),
    ("nobody", "--token of another user", "--token token-of-token-user", ()),
    ("admin", "impersonation", "--as kim --as-group mesh-viewers", ()),
    ("admin", "impersonation with everything", "--as kim --as-uid 7 --as-group mesh-viewers --as-user-extra acme.com/reason=test", ()),
    ("admin", "impersonation of one without rights", "--as kim", ("may not|forbidden", "403|kim")),
    ("nobody", "impersonation without the right to", "--as kim", ("may not|forbidden", "403|impersonate")),
    ("certificate", "a certificate and --token", "--token token-of-nobody", ()),
    ("expired-token", "an expired token", "", ("logged in", "token")),
    ("expired-certificate", "an expired certificate", "", ("certificate|logged in",)),
    ("wrong-ca", "another CA", "", ("certificate", "unknown")),
    ("stopped", "no server", "", ("refused",)),
    ("token", "DISABLE_HTTP2", "", ()),
    ("token", "--request-timeout", "--request-timeout 10", ()),
    ("token", "localhost by --tls-server-name", "--tls-server-name localhost", ()),
)]


def records(log, position):
    with log.open() as file:
        file.seek(position)
        return [event for event in map(json.loads, file) if event["userAgent"].startswith("kubectl")]


def who(event):
    return json.dumps({"user": event["user"], "as": event.get("impersonatedUser")}, sort_keys=True)


def with_audit(log, run, case):
    """What `run` did of the row, with the server's records of it in place of our own."""
    before = log.stat().st_size
    outcome = run(case)
    events = records(log, before)
    lists = [event for event in events if event["verb"] == "list"]
    return dataclasses.replace(outcome, requests=frozenset(map(who, events)), namespaces=frozenset(event["objectRef"].get("namespace", "") for event in lists))


def run_all(runner, cluster):
    """Each row with the outcomes of kubectl and of the plugin."""
    results = []
    for name, case in CASES:
        env = {"KUBECONFIG": str(cluster / f"{name}.kubeconfig")} | ({"DISABLE_HTTP2": "1"} if "DISABLE_HTTP2" in case.title else {})
        case = dataclasses.replace(case, env=env)
        outcomes = [with_audit(cluster / "audit.log", run, case) for run in (runner.run_kubectl, runner.run_plugin)]
        results.append((case, *outcomes, runner.keys))
    return results
