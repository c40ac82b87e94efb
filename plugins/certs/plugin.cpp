// SPDX-License-Identifier: Apache-2.0
#include "plugins/certs/plugin.h"

#include "plugins/certs/checks.h"
#include "plugins/certs/verbs.h"

#include <array>

namespace mesh::certs {
namespace {

constexpr std::array kExamples{
    cli::Example{"-n istio-system --min-days 14", "certificates of the gateways"},
    cli::Example{"-A -o json", "for a script"},
    cli::Example{"show -A", "all certificates: names, days left, who uses them"},
    cli::Example{"explain CERT004", "what a finding means"},
};

}  // namespace

constinit const cli::Plugin kPlugin{.name = "certs",
                                    .summary = "Find certificates and secrets that break TLS.",
                                    .checks = kChecks,
                                    .examples = kExamples,
                                    .verbs = kVerbs};

}  // namespace mesh::certs
