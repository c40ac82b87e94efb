// SPDX-License-Identifier: Apache-2.0
//
// MTLS-31, INJ-42: init containers run before the sidecar, unless it is a native one that stands
// before them. What they send is plaintext, if it gets out at all. No manifest says whether they
// send.

#include "common/base/text.h"
#include "common/istio/proxy.h"
#include "plugins/mtls/clients.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mesh::mtls {
namespace {

// Istio's own: they send nothing.
constexpr std::array<std::string_view, 3> kIstios{"istio-init", "istio-validation",
                                                  "enable-core-dump"};

bool runs_something_early(const Pod& pod) {
  const std::vector<Container>& list = pod.spec.init_containers;
  const auto proxy = std::find_if(list.begin(), list.end(), [](const Container& each) {
    return each.name == istio::kProxyContainer;
  });
  return std::any_of(list.begin(), proxy, [](const Container& each) {
    return std::find(kIstios.begin(), kIstios.end(), each.name) == kIstios.end();
  });
}

void add(const Pod* first, std::string_view where, std::vector<std::string> names,
         StrictReview& review) {
  if (names.empty()) {
    return;
  }
  const std::string_view verb = names.size() == 1 ? "has" : "have";
  const std::string workloads = count_of(names.size(), "workload of " + std::string(where),
                                         "workloads of " + std::string(where));
  review.possible.push_back(
      {.object = first->ref,
       .field = first->path("spec", "initContainers"),
       .reason = fmt::format("{} {} init containers that run before the sidecar: plaintext that "
                             "they send here would be reset: {}",
                             workloads, verb, join(first_names(std::move(names)), ", ")),
       .remedy = "make sure that they call nothing here, or have the sidecar start before them: as "
                 "a native sidecar (ENABLE_NATIVE_SIDECARS)"});
}

}  // namespace

void review_early(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  std::vector<std::string> own;
  std::vector<std::string> others;
  const Pod* first_own = nullptr;
  const Pod* first_other = nullptr;
  for (const Pod* pod : snapshot.view<Clients>().pods()) {
    if (runs_something_early(*pod)) {
      const bool is_own = pod->ref.ns == ns;
      const Pod*& first = is_own ? first_own : first_other;
      first = first == nullptr ? pod : first;
      (is_own ? own : others)
          .push_back(is_own ? std::string(pod->workload.name) : pod->workload.qualified_name());
    }
  }
  add(first_own, fmt::format("namespace {}", ns), std::move(own), review);
  add(first_other, "other namespaces", std::move(others), review);
}

}  // namespace mesh::mtls
