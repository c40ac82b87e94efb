// SPDX-License-Identifier: Apache-2.0
#include "plugins/ports/plugin.h"

#include "plugins/ports/checks.h"
#include "plugins/ports/verbs.h"

#include <array>

namespace mesh::ports {
namespace {

constexpr std::array kExamples{
    cli::Example{"-n shop", "problems of one namespace"},
    cli::Example{"-f deploy/", "before anything is applied"},
    cli::Example{"show -n shop", "the protocol and the endpoints of each Service port"},
    cli::Example{"explain PORT001", "what a finding means"},
};

}  // namespace

constinit const cli::Plugin kPlugin{
    .name = "ports",
    .summary = "Find why requests fail with 503: ports, endpoints and probes.",
    .checks = kChecks,
    .examples = kExamples,
    .verbs = kVerbs};

}  // namespace mesh::ports
