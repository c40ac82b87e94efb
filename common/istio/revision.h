// SPDX-License-Identifier: Apache-2.0
//
// INJ-40, INJ-60, INJ-61: revisions and tags. Both are names of webhook configurations; which of
// them are served is read from the selectors, never guessed from names.
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

// The control plane behind a webhook configuration: its label istio.io/rev; "default" without one.
std::string_view revision_of(const MutatingWebhookConfiguration& configuration);

// Revisions and tags that some injector webhook answers to, sorted: what a label istio.io/rev may
// say. "default" is among them if a webhook answers to istio-injection=enabled.
std::vector<std::string> served_revisions(const Snapshot& snapshot);

// Whether `name` (a revision or tag) is served.
bool is_served(const Snapshot& snapshot, std::string_view name);

// INJ-60: the revision that a revision or tag stands for; empty if it is not served.
std::string resolve_revision(const Snapshot& snapshot, std::string_view name);

// INJ-40: the control plane that injected this pod, from its annotations; empty if it was not
// injected.
std::string injected_by(const Pod& pod);

// The injector's configuration for a revision: ConfigMap istio-sidecar-injector[-revision]; nullptr
// if it is not in the snapshot (managed control planes keep it to themselves).
const ConfigMap* injector_config(const Snapshot& snapshot, std::string_view revision);

}  // namespace mesh::istio
