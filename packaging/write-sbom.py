#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""write-sbom.py VERSION HOMEPAGE: prints, as SPDX 2.3 JSON, what the portable binaries carry.

Read from sources.txt; the date is that of SOURCE_DATE_EPOCH.
"""
import datetime
import json
import os
import pathlib
import sys
import urllib.parse

SOURCES = pathlib.Path(__file__).with_name("sources.txt")
PACKAGE_URLS = {"cargo": "cargo/{}", "npm": "npm/{}", "pip": "pypi/{}",
                "source": "deb/debian/{}?arch=source", "deb": "deb/debian/{}"}


def package_url(client, package):
    name, version = package.split("=")
    return "pkg:" + PACKAGE_URLS[client].format(f"{name}@{urllib.parse.quote(version)}")


def component(line):
    name, version, licence, client, package, sha256, _ = line.split()
    return {
        "SPDXID": f"SPDXRef-{name}",
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": licence,
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
        "checksums": [{"algorithm": "SHA256", "checksumValue": sha256}],
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                          "referenceLocator": package_url(client, package)}],
    }


def components():
    lines = [line for line in SOURCES.read_text().splitlines() if line and not line.startswith("#")]
    packages = [component(line) for line in lines]
    packages[-1]["comment"] = "The compiler; its musl, libc++, libunwind and compiler-rt are in the binaries."
    return packages


def product(version, homepage):
    return {
        "SPDXID": "SPDXRef-kubectl-mesh",
        "name": "kubectl-mesh",
        "versionInfo": version,
        "downloadLocation": homepage,
        "filesAnalyzed": False,
        "licenseConcluded": "Apache-2.0",
        "licenseDeclared": "Apache-2.0",
        "copyrightText": "NOASSERTION",
    }


def relationship(kind, source, target):
    return {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": target}


def document(version, homepage):
    carried = components()
    own = product(version, homepage)
    created = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    return {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"kubectl-mesh-{version}",
        "dataLicense": "CC0-1.0",
        "documentNamespace": f"{homepage}/spdx/kubectl-mesh-{version}-{int(created.timestamp())}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: write-sbom.py"]},
        "packages": [own] + carried,
        "relationships": [relationship("DESCRIBES", "SPDXRef-DOCUMENT", own["SPDXID"])]
        + [relationship("STATIC_LINK", own["SPDXID"], package["SPDXID"]) for package in carried],
    }


print(json.dumps(document(*sys.argv[1:]), indent=2))
