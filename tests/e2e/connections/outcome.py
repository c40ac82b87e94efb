# SPDX-License-Identifier: Apache-2.0
"""What one run did, how two of them differ, and which secrets one told."""

import dataclasses
import json
import re

# The plugins' codes: 0 and 1 are reports, 2 is "could not run". kubectl's is 0 or 1.
COULD_NOT_RUN = 2


@dataclasses.dataclass
class Outcome:
    program: str
    code: int
    stdout: str
    stderr: str
    requests: frozenset
    timeouts: frozenset
    namespaces: frozenset
    agents: frozenset
    plugin_runs: frozenset  # what the credential plugin was given

    @staticmethod
    def of(process, recording, plugin_log):
        return Outcome(process.args[-1], process.returncode, process.stdout, process.stderr, frozenset(recording.requests),
                       frozenset(timeout for timeout, _ in recording.lists), frozenset(name for _, name in recording.lists),
                       frozenset(recording.agents), frozenset(normalised(line) for line in plugin_log.splitlines()))

    @property
    def is_kubectl(self):
        return self.program.endswith("/kubectl")

    @property
    def succeeded(self):
        return self.code == 0 if self.is_kubectl else self.code in (0, 1)

    @property
    def sentences(self):
        return sum(1 for line in self.stderr.splitlines() if line.startswith("error: "))

    def warnings(self):
        """The server's, as often as they are shown."""
        return sorted(line for line in self.stderr.splitlines() if line.startswith("Warning: "))

    def asked_namespaces(self):
        """A plugin may list more than it reports on: its report tells what was asked of it."""
        if self.is_kubectl or not self.succeeded:
            return self.namespaces
        return frozenset(json.loads(self.stdout)["scope"]["namespaces"] or [""])


def normalised(line):
    """JSON without regard to the order of its keys."""
    return "|".join(json.dumps(json.loads(part), sort_keys=True) if part.startswith("{") else part for part in line.split("|"))


def differences(theirs, ours):
    wrong = []

    def compare(what, expected, actual):
        if expected != actual:
            wrong.append(f"{what}: kubectl {readable(expected)}")
            wrong.append(f"{' ' * len(what)}  plugin  {readable(actual)}")

    compare("succeeds", theirs.succeeded, ours.succeeded)
    compare("requests", theirs.requests, ours.requests)
    compare("credential plugin", theirs.plugin_runs, ours.plugin_runs)
    compare("warnings", theirs.warnings(), ours.warnings())
    if theirs.succeeded and ours.succeeded:
        compare("timeout", theirs.timeouts, ours.timeouts)
        compare("namespace", theirs.namespaces, ours.asked_namespaces())
    return wrong


def readable(value):
    return "; ".join(sorted(map(str, value))) or "nothing" if isinstance(value, frozenset) else str(value)


def foreign_agents(outcome):
    """The plugin has a name of its own; kubectl's would hide it from the cluster's audit."""
    strange = [agent for agent in outcome.agents if not re.fullmatch(r"kubectl-mesh_ports/[\d.]+ \(linux/amd64\)", agent)]
    return [f"User-Agent: {agent}" for agent in strange]


def secrets_in(outcome, keys):
    """Tokens and passwords of the table are marked, and so are they in base64; `keys` is what must not be told besides."""
    output = outcome.stdout + outcome.stderr
    found = set(re.findall(r"SECRET\S*|U0VDUkVU\S*", output)) | {key for key in keys if key in output}
    return [f"tells the secret {secret}" for secret in sorted(found)]
