// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/plugin.h"

#include "plugins/mtls/checks.h"
#include "plugins/mtls/verbs.h"

#include <array>

namespace mesh::mtls {
namespace {

constexpr std::array kExamples{
    cli::Example{"-A", "problems of the whole mesh"},
    cli::Example{"-n shop destinationrule/reviews", "problems of one object"},
    cli::Example{"show -n shop -o wide", "what each port accepts, and who decides it"},
    cli::Example{"can deploy/frontend reviews:9080 -n shop",
                 "whether a client reaches a server port"},
    cli::Example{"strict shop", "whether namespace shop can go STRICT, and the way there"},
    cli::Example{"explain MTLS001", "what a finding means"},
};

}  // namespace

constinit const cli::Plugin kPlugin{.name = "mtls",
                                    .summary = "Find why mutual TLS fails between workloads.",
                                    .checks = kChecks,
                                    .examples = kExamples,
                                    .verbs = kVerbs};

}  // namespace mesh::mtls
