# SPDX-License-Identifier: Apache-2.0
"""-v: the same lines with the same fields as kubectl's, and no secret at any level."""

import dataclasses
import re

import cases_exec
import cases_users
from case import Case, config
from outcome import secrets_in

LEVELS = (6, 7, 8, 9, 10)
EVERY_LEVEL = cases_users.CASES + cases_exec.CASES  # all ways to hold a secret
SHOWN = {"config": config(server="<https>/prefix", user={"token": "SECRET-one", "as": "kim"})}
LINE = re.compile(r'^I\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ [\w.]+:\d+\] "(Request|Response|Response Body)" (.*)')


def shapes(stderr):
    """The kinds of lines about requests, each with the names of its fields."""
    found = set()
    for line in stderr.splitlines():
        if match := LINE.match(line):
            found.add((match[1], *re.findall(r'(?:^| )(\w+)=(?:"|<|\d)', re.sub(r'="(?:[^"\\]|\\.)*"', '=""', match[2]))))
    return found


def compare_lines(runner):
    wrong = []
    for level in (6, 7, 8, 9):
        case = Case("", SHOWN, f"-v={level}")
        theirs, ours = shapes(runner.run_kubectl(case).stderr), shapes(runner.run_plugin(case).stderr)
        if theirs != ours or not theirs:
            wrong += [f"-v={level}: kubectl {sorted(theirs)}, plugin {sorted(ours)}"]
    return wrong


def told_secrets(runner, case):
    wrong = []
    for level in LEVELS if case in EVERY_LEVEL else LEVELS[-1:]:
        told = secrets_in(runner.run_plugin(dataclasses.replace(case, flags=f"{case.flags} -v {level}")), runner.keys)
        wrong += [f"{case.title}, -v={level}: {line}" for line in told]
    return wrong
