// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/plugin.h"

#include "plugins/routes/checks.h"
#include "plugins/routes/verbs.h"

#include <array>

namespace mesh::routes {
namespace {

constexpr std::array kExamples{
    cli::Example{"-n shop", "problems of one namespace"},
    cli::Example{"-n shop virtualservice/reviews", "problems of one object"},
    cli::Example{"trace http://shop.example.com/cart --gateway istio-system/istio-ingressgateway",
                 "the way of one request through a gateway"},
    cli::Example{"explain ROUTE001", "what a finding means"},
};

}  // namespace

constinit const cli::Plugin kPlugin{
    .name = "routes",
    .summary = "Find why traffic is not routed: VirtualServices, subsets, Gateways.",
    .checks = kChecks,
    .examples = kExamples,
    .verbs = kVerbs};

}  // namespace mesh::routes
