# SPDX-License-Identifier: Apache-2.0
"""Runs rows of the table, each in a folder of its own, with nothing of the user's own around."""

import json
import pathlib
import re
import subprocess

import recorder
from outcome import Outcome

HERE = pathlib.Path(__file__).resolve().parent


class Runner:
    """Has servers of its own, so that several of them can be at work."""

    def __init__(self, folder, certificates, arguments):
        self.folder, self.runs = folder, 0
        self.kubectl, self.plugin = str(arguments.kubectl), str(arguments.bin / "kubectl-mesh_ports")
        self.recording = recorder.Recording()
        self.words = recorder.start_all(self.recording, certificates) | recorder.certificate_words(certificates)
        self.keys = recorder.key_words(certificates)

    def fill_in(self, text):
        return re.sub(r"<([\w.-]+)>", lambda match: self.words.get(match[1], match[0]), text)

    def prepare(self, case):
        self.runs += 1
        here = self.folder / f"run{self.runs}"
        (here / "home").mkdir(parents=True)
        for name, content in case.files.items():
            path = here / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.fill_in(content if isinstance(content, str) else json.dumps(content)))
            path.chmod(case.modes.get(name, 0o644))
        return here

    def environment(self, case, here):
        env = {"PATH": f"{HERE}:/usr/local/bin:/usr/bin:/bin", "HOME": str(here / "home"), "KUBECONFIG": "config", "PLUGIN_LOG": str(here / "plugin.log")}
        env |= {name: self.fill_in(value) for name, value in case.env.items()}
        return {name: value for name, value in env.items() if value != "<unset>"}

    def run(self, case, program, *arguments):
        here = self.prepare(case)
        self.recording.reset()
        flags = self.fill_in(case.flags)
        words = f"{flags} {' '.join(arguments)}" if case.before else f"{' '.join(arguments)} {flags}"
        command = ["bash", "-c", f'exec "$0" {words}', program]
        if case.pod:
            command = ["unshare", "-rm", "sh", str(HERE / "in-pod.sh"), self.words["certificates"], *command]
        process = subprocess.run(command, cwd=here, env=self.environment(case, here), stdin=subprocess.DEVNULL, capture_output=True,
                                 text=True, timeout=120)
        log = here / "plugin.log"
        return Outcome.of(process, self.recording, log.read_text() if log.exists() else "")

    def run_kubectl(self, case):
        return self.run(case, self.kubectl, "get", "pods")

    def run_plugin(self, case, *more):
        return self.run(case, self.plugin, "--only", "PORT001", "-o", "json", *more)
