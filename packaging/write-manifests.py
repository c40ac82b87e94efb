#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""write-manifests.py VERSION HOMEPAGE DOWNLOADS DIST: the krew manifest of each plugin, in DIST/krew.

Made from the templates in krew/: plugin.yaml, platform.yaml for each archive in DIST, and
<plugin>.txt, whose first line is the short description.
"""
import hashlib
import pathlib
import string
import sys

TEMPLATES = pathlib.Path(__file__).resolve().parent.parent / "krew"


def template(name):
    return string.Template((TEMPLATES / name).read_text())


def indented(text):
    """The text as it stands in a block of plugin.yaml; its first line is indented there."""
    return "\n    ".join(text.splitlines()).replace("\n    \n", "\n\n")


def platforms(plugin, archives, downloads):
    for archive in archives:
        system, machine = archive.name.removesuffix(".tar.gz").split("-")[-2:]
        yield template("platform.yaml").substitute(
            plugin=plugin, os=system, arch=machine, uri=f"{downloads}/{archive.name}",
            sha256=hashlib.sha256(archive.read_bytes()).hexdigest())


def manifest(plugin, version, homepage, downloads, dist):
    archives = sorted(dist.glob(f"kubectl-mesh-{plugin}-{version}-*.tar.gz"))
    if not archives:
        sys.exit(f"write-manifests.py: {dist} has no archive of mesh-{plugin} {version}; build one with packaging/archive.sh")
    short, description = (TEMPLATES / f"{plugin}.txt").read_text().split("\n", 1)
    head = template("plugin.yaml").substitute(
        plugin=plugin, version=version, homepage=homepage, short=short, description=indented(description))
    return head + "".join(platforms(plugin, archives, downloads))


def main(version, homepage, downloads, dist):
    dist = pathlib.Path(dist)
    (dist / "krew").mkdir(exist_ok=True)
    for text in sorted(TEMPLATES.glob("*.txt")):
        plugin = text.stem
        (dist / "krew" / f"mesh-{plugin}.yaml").write_text(manifest(plugin, version, homepage, downloads, dist))


main(*sys.argv[1:])
