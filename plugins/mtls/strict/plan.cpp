// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/strict/plan.h"

#include "common/istio/peer_authentication.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::mtls {
namespace {

// MTLS-1: only the oldest policy of a namespace counts, so that one is changed if there is one.
std::string set_mode_command(const Snapshot& snapshot, std::string_view ns, std::string_view mode) {
  if (const PeerAuthentication* policy = istio::namespace_policy(snapshot, ns)) {
    return fmt::format(
        "kubectl patch peerauthentication -n {} {} --type merge -p "
        "'{{\"spec\":{{\"mtls\":{{\"mode\":\"{}\"}}}}}}'",
        ns, policy->ref.name, mode);
  }
  return fmt::format(
      "echo '{{\"apiVersion\":\"security.istio.io/v1\",\"kind\":"
      "\"PeerAuthentication\",\"metadata\":{{\"name\":\"default\","
      "\"namespace\":\"{}\"}},\"spec\":{{\"mtls\":{{\"mode\":\"{}\"}}}}}}' "
      "| kubectl apply -f -",
      ns, mode);
}

void add_once(std::vector<PlanStep>& plan, PlanStep step) {
  const bool is_there = std::any_of(plan.begin(), plan.end(), [&](const PlanStep& each) {
    return each.text == step.text && each.command == step.command;
  });
  if (!is_there) {
    plan.push_back(std::move(step));
  }
}

void add_remedies(const std::vector<Obstacle>& obstacles, std::vector<PlanStep>& plan) {
  for (const Obstacle& obstacle : obstacles) {
    add_once(plan, {.text = fmt::format("{}: {}", obstacle.object.text(), obstacle.remedy),
                    .command = obstacle.command});
  }
}

}  // namespace

std::vector<PlanStep> plan_strict(const Snapshot& snapshot, std::string_view ns,
                                  const StrictReview& review) {
  std::vector<PlanStep> plan;
  const MtlsMode now = istio::namespace_mtls(snapshot, ns).mode;
  if (!review.blockers.empty() && now != MtlsMode::PERMISSIVE) {
    plan.push_back({.text = "set the namespace to PERMISSIVE, so that nobody is cut off meanwhile",
                    .command = set_mode_command(snapshot, ns, "PERMISSIVE")});
  }
  add_remedies(review.blockers, plan);
  if (!review.possible.empty()) {
    plan.push_back(
        {.text = fmt::format("see who still sends plaintext: istio_requests_total{{reporter="
                             "\"destination\",destination_workload_namespace=\"{}\","
                             "connection_security_policy=\"none\"}} must stand still",
                             ns),
         .command = {}});
  }
  if (now != MtlsMode::STRICT || !review.blockers.empty()) {
    plan.push_back({.text = "set the namespace to STRICT",
                    .command = set_mode_command(snapshot, ns, "STRICT")});
  }
  return plan;
}

}  // namespace mesh::mtls
