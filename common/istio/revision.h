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

struct InjectorWebhook;

// The control plane behind a webhook configuration: its label istio.io/rev; "default" without one.
std::string_view revision_of(const MutatingWebhookConfiguration& configuration);

// Revisions and tags that some injector webhook answers to, sorted: what a label istio.io/rev may
// say. "default" is among them if a webhook answers to istio-injection=enabled.
std::vector<std::string> served_revisions(const Snapshot& snapshot);

// Whether `name` (a revision or tag) is served.
bool is_served(const Snapshot& snapshot, std::string_view name);

// INJ-60: the revision that a revision or tag stands for; empty if it is not served. Served twice:
// the last by configuration name, as for pods (INJ-5 b).
std::string resolve_revision(const Snapshot& snapshot, std::string_view name);

// INJ-40: whether an injector worked on this pod. Its templates need not add a proxy (INJ-41).
bool was_injected(const Pod& pod);

// INJ-40: the control plane that injected this pod, from its annotations; empty if it was not
// injected, or by an injector too old to say.
std::string injected_by(const Pod& pod);

// A ConfigMap with the configuration of an injector: istio-sidecar-injector[-revision].
bool is_injector_config(const ConfigMap& config_map);

// The injector's configuration for a revision, in any namespace; nullptr if it is not in the
// snapshot (managed control planes keep it to themselves). O(config maps).
const ConfigMap* injector_config(const Snapshot& snapshot, std::string_view revision);

// That of the injector a webhook calls: it stands beside its Service. O(log config maps).
const ConfigMap* injector_config(const Snapshot& snapshot, const InjectorWebhook& webhook);

}  // namespace mesh::istio
