#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes istio_schema.cpp anew: the fields of Istio's kinds, from its published CRDs.

    common/load/make-istio-schema.py build/e2e/crds/istio.yaml VERSION > common/load/istio_schema.cpp

The CRDs are fetched by tests/e2e/build-servers.sh. Needs python3-yaml.
"""

import sys
import textwrap

import yaml

KINDS = [
    "DestinationRule", "Gateway", "PeerAuthentication", "ServiceEntry", "Sidecar", "VirtualService", "WorkloadEntry",
]


def merge(into, schema):
    """Adds the fields of a schema to a tree of {name: subtree}; None stands for anything."""
    if schema.get("type") == "array":
        return merge(into, schema["items"])
    if "additionalProperties" in schema:
        into = {} if into is None else into
        values = schema["additionalProperties"]
        below = merge(into.get("{}", {}), values) if isinstance(values, dict) else None
        into["{}"] = below
        return into
    if schema.get("x-kubernetes-preserve-unknown-fields") or (
            schema.get("type") == "object" and not schema.get("properties")):
        return None
    if into is None:
        return None
    for name, below in schema.get("properties", {}).items():
        into[name] = merge(into.get(name, {}), below)
    return into


def text_of(tree):
    """name, name(fields), name*: anything; "{}" stands for every key of a map."""
    return ",".join(sorted(text_of_field(name, below) for name, below in tree.items()))


def text_of_field(name, below):
    if below is None:
        return name + "*"
    return f"{name}({text_of(below)})" if below else name


def fields_of(documents):
    trees = {kind: {} for kind in KINDS}
    for crd in documents:
        kind = crd["spec"]["names"]["kind"]
        if kind not in trees:
            continue
        for version in crd["spec"]["versions"]:
            merge(trees[kind], version["schema"]["openAPIV3Schema"])
    return trees


def literal(text):
    lines = textwrap.wrap(text, 90, break_long_words=True, break_on_hyphens=False)
    return "\n".join(f'     "{line}"' for line in lines)


def main():
    path, version = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        trees = fields_of(yaml.safe_load_all(file))
    print(f"""// SPDX-License-Identifier: Apache-2.0
// Made by make-istio-schema.py from the CRDs of istio.io/api {version}. Do not edit.
// clang-format off
#include "common/load/istio_schema.h"

namespace mesh::load {{
namespace {{

constexpr std::array<IstioSchema, {len(trees)}> kSchemas{{{{""")
    for kind, tree in trees.items():
        print(f"    {{Kind::{kind},\n{literal(text_of(tree))}}},")
    print("""}};

}  // namespace

std::span<const IstioSchema> istio_schemas() {
  return kSchemas;
}

}  // namespace mesh::load""")


if __name__ == "__main__":
    main()
