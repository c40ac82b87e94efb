// SPDX-License-Identifier: Apache-2.0
#include "common/cli/show_scope.h"

#include "common/base/text.h"
#include "common/cli/report_scope.h"
#include "common/cli/usage_error.h"
#include "common/istio/mesh_config.h"

#include <algorithm>

namespace mesh::cli {
namespace {

void require_kinds(const std::vector<NamedObject>& named, Kinds kinds) {
  for (const NamedObject& object : named) {
    if (!kinds.contains(object.kind)) {
      std::vector<std::string> words;
      for (const KindInfo& kind : all_kinds()) {
        if (kinds.contains(kind.kind)) {
          words.emplace_back(kind.singular);
        }
      }
      throw UsageError("show takes {}/NAME, not {}", join(words, "|"), info(object.kind).singular);
    }
  }
}

}  // namespace

ShowScope::ShowScope(const Question& question, Kinds kinds)
    : snapshot_(question.snapshot), scope_(question.scope) {
  const std::vector<NamedObject> named =
      parse_named_objects({question.arguments.begin(), question.arguments.end()});
  require_kinds(named, kinds);
  resolve_named_objects(named, snapshot_, scope_);
}

bool ShowScope::is_named(const ObjectRef& ref) const {
  return std::find(scope_.objects.begin(), scope_.objects.end(), ref) != scope_.objects.end();
}

bool ShowScope::is_in_namespaces(const ObjectRef& ref) const {
  return scope_.namespaces.empty() ? !istio::is_ignored_namespace(ref.ns)
                                   : std::find(scope_.namespaces.begin(), scope_.namespaces.end(),
                                               ref.ns) != scope_.namespaces.end();
}

bool ShowScope::shows(const Object& object) const {
  return scope_.objects.empty() ? is_in_namespaces(object.ref) : is_named(object.ref);
}

bool ShowScope::shows(const Pod& pod) const {
  if (pod.is_finished()) {
    return false;
  }
  const auto selecting = snapshot_.services_selecting(pod);
  return shows(static_cast<const Object&>(pod)) || is_named(pod.workload) ||
         std::any_of(selecting.begin(), selecting.end(),
                     [&](const Service* service) { return is_named(service->ref); });
}

}  // namespace mesh::cli
