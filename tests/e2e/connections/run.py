#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does a plugin connect as kubectl does?

run.py BIN KUBECTL [--cluster DIR] [--verbose] [WORD…]

Every row of the table (cases_*.py) is run by real kubectl and by a plugin, against servers that note what they are asked
(recorder.py) and, with --cluster, against a real API server whose audit log tells. Both must ask with the same method, path
prefix, host, SNI, credentials, client certificate, impersonation, compression, proxy, timeout and namespace, or both must
fail, and the plugin with a sentence that names what is wrong. At no -v may the plugin tell a secret. WORDs choose rows by
their titles; --verbose shows what both said.
"""

import argparse
import pathlib
import queue
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import cases_cluster
import cases_exec
import cases_files
import cases_flags
import cases_transport
import cases_users
import levels
import recorder
from outcome import differences, foreign_agents, secrets_in
from runner import HERE, Runner

WORKERS = 8  # much of a run is waiting: for a name, a timeout, a process to start
CERTIFICATES = HERE.parents[1] / "common/kube/certificates.sh"
CASES = cases_files.CASES + cases_flags.CASES + cases_users.CASES + cases_exec.CASES + cases_transport.CASES


def judge(case, theirs, ours, keys):
    """Nothing if the row is as it should be; else what is wrong."""
    wrong = differences(theirs, ours)
    if case.differs:
        wrong = [] if wrong else ["the difference that is meant is not there"]
    elif not theirs.succeeded and not ours.succeeded and not case.says:
        wrong.append("both fail, and the table does not say with which sentence")
    wrong += [f"the sentence lacks {pattern}" for pattern in case.says if not re.search(pattern, ours.stderr, re.I | re.S)]
    if not ours.succeeded and ours.sentences != 1 and "plugin" not in case.title:
        wrong.append(f"{ours.sentences} sentences instead of one")
    return wrong + foreign_agents(ours) + secrets_in(ours, keys)


def show(case, theirs, ours, wrong):
    print(f"{'not ok' if wrong else 'ok'} - {case.title}" + (f" (differs: {case.differs})" if case.differs else ""))
    for line in wrong:
        print(f"    {line}")
    for name, outcome in (("kubectl", theirs), ("plugin", ours)):
        for line in outcome.stderr.splitlines():
            print(f"    {name}: {line}")


def report(case, theirs, ours, keys, verbose):
    """Prints what is wrong; whether anything is."""
    wrong = judge(case, theirs, ours, keys)
    if wrong or verbose:
        show(case, theirs, ours, wrong)
    return bool(wrong)


def resolved(path):
    return pathlib.Path(path).resolve()


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin", type=resolved)
    parser.add_argument("kubectl", type=resolved)
    parser.add_argument("--cluster", type=resolved)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("words", nargs="*")
    return parser.parse_args()


def make_certificates(folder):
    certificates = folder / "certificates"
    certificates.mkdir()
    subprocess.run([CERTIFICATES], cwd=certificates, check=True, capture_output=True)
    return certificates


def can_play_pod():
    """Rows in a pod need a mount of their own over /var/run/secrets."""
    return subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/run"], capture_output=True, check=False).returncode == 0


def choose(words):
    chosen = [case for case in CASES if all(word in case.title for word in words)]
    for has, what, needs in ((can_play_pod, "mounts of one's own (unshare -rm)", lambda case: case.pod),
                             (recorder.has_ipv6, "IPv6", lambda case: "https6" in str(case))):
        if not has():
            print(f"skipped: {sum(map(needs, chosen))} rows that need what is not to be had here: {what}")
            chosen = [case for case in chosen if not needs(case)]
    return chosen


class Runners:
    """A few runners, each of which works on one row at a time."""

    def __init__(self, folder, arguments):
        certificates = make_certificates(folder)
        self.idle = queue.SimpleQueue()
        for index in range(WORKERS):
            self.idle.put(Runner(folder / str(index), certificates, arguments))

    def each(self, function, cases):
        """function(runner, case) of all cases."""
        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(lambda case: self.borrow(function, case), cases))

    def borrow(self, function, *arguments):
        runner = self.idle.get()
        try:
            return function(runner, *arguments)
        finally:
            self.idle.put(runner)


def compare(runner, case):
    return case, runner.run_kubectl(case), runner.run_plugin(case), runner.keys


def main():
    arguments = parse_arguments()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        chosen = choose(arguments.words)
        runners = Runners(pathlib.Path(folder), arguments)
        results = runners.each(compare, chosen)
        shown = sum(runners.each(levels.told_secrets, chosen), []) + runners.borrow(levels.compare_lines)
        if arguments.cluster:
            results += runners.borrow(cases_cluster.run_all, arguments.cluster)
    failed = [case for case, *rest in results if report(case, *rest, arguments.verbose)]
    meant = [case for case, *_ in results if case.differs and case not in failed]
    for line in shown:
        print(f"not ok - {line}")
    print(f"{len(results)} combinations: {len(results) - len(meant) - len(failed)} equal, {len(meant)} meant differences, "
          f"{len(failed)} wrong ({time.monotonic() - begin:.0f} s)")
    sys.exit(1 if failed or shown else 0)


if __name__ == "__main__":
    main()
