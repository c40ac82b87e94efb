// SPDX-License-Identifier: Apache-2.0
//
// What loading itself can find. All plugins report these.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::load {

inline constexpr CheckInfo kDocumentIsValid{
    .code = "LOAD001",
    .severity = Severity::Error,
    .title = "Document is valid YAML or JSON",
    .reads = {},
    .explain =
        "A document that cannot be parsed is left out of the analysis; all others are still "
        "checked. `kubectl apply` would refuse the file. Correct the text at the place named.\n\n"
        "A key that stands twice in one map is reported too: kubectl silently takes the last one."};

inline constexpr CheckInfo kObjectIsNamed{
    .code = "LOAD002",
    .severity = Severity::Error,
    .title = "Object has apiVersion, kind and name",
    .reads = {},
    .explain =
        "Without `apiVersion`, `kind` and `metadata.name` (or `generateName`) a document is no "
        "Kubernetes object, and an apiVersion that the kind does not have is not served. The "
        "document is left out of the analysis."};

inline constexpr CheckInfo kFieldHasItsType{
    .code = "LOAD003",
    .severity = Severity::Error,
    .title = "Field has the type its API gives it",
    .reads = {},
    .explain =
        "The API server refuses an object with such a field. The field counts as absent in the "
        "analysis. The usual cause is a label or annotation whose value needs quotes: "
        "`sidecar.istio.io/inject: \"true\"`, `version: \"1.10\"`."};

inline constexpr CheckInfo kObjectIsDefinedOnce{
    .code = "LOAD004",
    .severity = Severity::Warning,
    .title = "Object is defined once",
    .reads = {},
    .explain =
        "Two documents define the same object, so what is applied last decides. The analysis "
        "takes the later one, in the order in which the files are given."};

inline constexpr CheckInfo kFieldIsKnown{
    .code = "LOAD005",
    .severity = Severity::Warning,
    .title = "Field is known to its API",
    .reads = {},
    .explain =
        "An object of one of Istio's kinds has a field that its CRD does not name: a misspelling, "
        "or "
        "a field at the wrong depth. `kubectl apply` refuses it; other clients, and `kubectl apply "
        "--validate=false`, have it dropped without a word. What a proxy gets does not have it.\n\n"
        "Correct the name or the indentation. A field that only a newer Istio has is told as "
        "well."};

inline constexpr std::array kLoadChecks{&kDocumentIsValid, &kObjectIsNamed, &kFieldHasItsType,
                                        &kObjectIsDefinedOnce, &kFieldIsKnown};

}  // namespace mesh::load
