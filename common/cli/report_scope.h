// SPDX-License-Identifier: Apache-2.0
//
// Which findings belong to what the user asked about.
#pragma once

#include "common/model/snapshot.h"
#include "common/print/report.h"

#include <string>
#include <vector>

namespace mesh::cli {

// An object named on the command line: TYPE/NAME.
struct NamedObject {
  Kind kind = Kind::Namespace;
  std::string name;
};

// Throws Error for words that are no TYPE/NAME.
std::vector<NamedObject> parse_named_objects(const std::vector<std::string>& arguments);

Kinds kinds_of(const std::vector<NamedObject>& objects);

// Puts the objects into the scope. Throws Error for one that does not exist.
void resolve_named_objects(const std::vector<NamedObject>& named, const Snapshot& snapshot,
                           print::Scope& scope);

// Throws Error for a namespace of the scope that does not exist, as far as the input can tell: a
// misspelled one must not look healthy.
void require_namespaces(const print::Scope& scope, const Snapshot& snapshot);

// Removes the findings outside the scope. Those of the whole mesh, of cluster-scoped objects and of
// documents stay unless objects were named. Of named objects those stay that are reported on the
// object, or name it as a cause or a client. Returns how many others there are in the namespaces.
std::size_t keep_scope(std::vector<Finding>& findings, const print::Scope& scope);

// Removes what was not checked in other namespaces: of a live cluster only the scope's was read.
void drop_gaps_elsewhere(std::vector<NotChecked>& gaps, const print::Scope& scope);

std::size_t count_namespaces(const print::Scope& scope, const Snapshot& snapshot);

// An input without a single object that is read must not look healthy.
void note_empty_input(print::Report& report, const Snapshot& snapshot);

}  // namespace mesh::cli
