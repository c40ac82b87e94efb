// SPDX-License-Identifier: Apache-2.0
#include "plugins/inject/plugin.h"

#include "plugins/inject/checks.h"
#include "plugins/inject/verbs.h"

#include <array>

namespace mesh::inject {
namespace {

constexpr std::array kExamples{
    cli::Example{"-n shop", "problems of one namespace"},
    cli::Example{"-f deploy/ -R", "before anything is applied"},
    cli::Example{"why deploy/cart -n shop", "why its pods get a sidecar, or none"},
    cli::Example{"show -A", "who has a sidecar, and who should"},
    cli::Example{"explain INJ001", "what a finding means"},
};

}  // namespace

constinit const cli::Plugin kPlugin{.name = "inject",
                                    .summary = "Find why pods have no sidecar, or the wrong one.",
                                    .checks = kChecks,
                                    .examples = kExamples,
                                    .verbs = kVerbs};

}  // namespace mesh::inject
