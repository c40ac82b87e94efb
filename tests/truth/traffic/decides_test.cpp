// SPDX-License-Identifier: Apache-2.0
//
// What an answer names as deciding does decide: the object is changed in the way that the answer
// implies (the policy accepts plaintext too, the rule's tls block goes, the rule goes), and the
// answer must be another one.
#include "common/istio/reach.h"
#include "tests/support/catch.h"
#include "tests/truth/traffic/asked_port.h"
#include "tests/truth/traffic/changed_mesh.h"
#include "tests/truth/traffic/payload.h"
#include "tests/truth/traffic/truth_case.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

using namespace mesh;
using namespace mesh::truth;

namespace {

struct Tally {
  int asked = 0;
  int changed = 0;
  std::vector<std::string> unmoved;

  void count(bool is_changed, const std::string& name) {
    ++asked;
    changed += is_changed ? 1 : 0;
    if (!is_changed) {
      unmoved.push_back(name);
    }
  }
};

const istio::Reason* deciding(const istio::Reasons& reasons) {
  return reasons.decided_by() < reasons.list().size() ? &reasons.list()[reasons.decided_by()]
                                                      : nullptr;
}

// The policy takes plaintext beside mTLS.
Snapshot made_permissive(const Snapshot& snapshot, const ObjectRef& policy) {
  return changed<PeerAuthentication>(snapshot, [&](PeerAuthentication& each) {
    if (each.ref == policy) {
      each.mtls = MutualTls{MtlsMode::PERMISSIVE};
      each.port_level_mtls.reset();
    }
  });
}

// The rule says nothing of TLS, so auto mTLS chooses.
Snapshot without_tls(const Snapshot& snapshot, const ObjectRef& rule) {
  const auto drop = [](std::optional<TrafficPolicy>& policy) {
    if (policy) {
      policy->tls.reset();
      for (PortTrafficPolicy& port : policy->port_level_settings) {
        port.tls.reset();
      }
    }
  };
  return changed<DestinationRule>(snapshot, [&](DestinationRule& each) {
    if (each.ref == rule) {
      drop(each.traffic_policy);
      for (Subset& subset : each.subsets) {
        drop(subset.traffic_policy);
      }
    }
  });
}

Snapshot without_rules(const Snapshot& snapshot, const ObjectRef& virtual_service) {
  return changed<VirtualService>(snapshot, [&](VirtualService& each) {
    if (each.ref == virtual_service) {
      each.http.clear();
      each.tls.clear();
      each.tcp.clear();
    }
  });
}

istio::AppProtocol protocol_of(const Question& question) {
  const std::string_view word = question.text("protocol");
  return word == "http"  ? istio::AppProtocol::Http
         : word == "tls" ? istio::AppProtocol::Tls
                         : istio::AppProtocol::Tcp;
}

// The answer and what decides it.
struct Answered {
  std::string text;
  std::optional<istio::Reason> decides;
};

Answered ask_reach(const Snapshot& snapshot, const Question& question) {
  const Question asked(snapshot, question.json());
  const istio::MeshIndex index(snapshot);
  const AskedPort port = asked_port(index, asked);
  const istio::Reach reach = istio::reach(index, {.client = asked.pod("from"),
                                                  .service = *port.service,
                                                  .port = *port.port,
                                                  .protocol = protocol_of(question)});
  const istio::Reasons reasons = istio::explain(reach);
  const istio::Reason* reason = deciding(reasons);
  std::string text = istio::outcome_text(reach) + " " + istio::wire_text(reach);
  for (const istio::ReachedEndpoint& endpoint : reach.endpoints) {
    text += fmt::format(" {}:{}", endpoint.address, istio::outcome_text(endpoint));
  }
  return {text, reason == nullptr ? std::nullopt : std::optional(*reason)};
}

Answered ask_way(const Snapshot& snapshot, const Question& question) {
  const Question asked(snapshot, question.json());
  const istio::MeshIndex index(snapshot);
  const bool at_gateway = question.text("ask") == "gateway";
  const istio::ProxyScope scope(index, asked.pod(at_gateway ? "gateway" : "from"));
  const istio::Trace trace =
      at_gateway ? istio::trace_at_gateway(scope, asked.number("port"), payload_of(asked))
                 : istio::trace_from_sidecar(scope,
                                             {.address = std::string(asked.text("address")),
                                              .port = asked.number("port")},
                                             payload_of(asked));
  const istio::Reason* reason = deciding(trace.reasons);
  return {words_of(trace), reason == nullptr ? std::nullopt : std::optional(*reason)};
}

// Some server refuses, or gets bytes that it cannot read.
bool fails(const std::string& text) {
  return text.find("refused") != std::string::npos || text.find("tls_to_app") != std::string::npos;
}

bool is_refused(const std::string& text) {
  return text.find("refused_plaintext") != std::string::npos;
}

template <typename Ask, typename Change>
void check_change(const TruthCase& truth, const Question& question, const Answered& before,
                  Ask&& ask, Change&& change, Tally& tally) {
  const Snapshot after = change(truth.snapshot(), before.decides->object);
  tally.count(ask(after, question).text != before.text,
              fmt::format("{} {}", truth.name(), question.text("id")));
}

void report(std::string_view what, const Tally& tally) {
  fmt::print("{:<44}{:>6} asked, {:>6} changed\n", what, tally.asked, tally.changed);
  for (std::size_t i = 0; i < tally.unmoved.size() && i < 5; ++i) {
    fmt::print("    unmoved: {}\n", tally.unmoved[i]);
  }
}

}  // namespace

TEST_CASE("what an answer names as deciding decides it") {
  Tally policies;
  Tally rules;
  Tally routes;
  for (const auto& each : all_cases()) {
    const TruthCase& truth = *each;
    for (const Question& question : truth.questions()) {
      const std::string_view ask = question.text("ask");
      if (ask == "can") {
        const Answered before = ask_reach(truth.snapshot(), question);
        if (!before.decides || !fails(before.text)) {
          continue;
        }
        if (before.decides->object.kind == Kind::PeerAuthentication && is_refused(before.text)) {
          check_change(truth, question, before, ask_reach, made_permissive, policies);
        } else if (before.decides->object.kind == Kind::DestinationRule) {
          check_change(truth, question, before, ask_reach, without_tls, rules);
        }
      } else if (ask == "trace" || ask == "gateway") {
        const Answered before = ask_way(truth.snapshot(), question);
        if (before.decides && before.decides->object.kind == Kind::VirtualService &&
            !before.decides->object.name.empty()) {
          check_change(truth, question, before, ask_way, without_rules, routes);
        }
      }
    }
  }
  report("can: the policy accepts plaintext too", policies);
  report("can: the rule says nothing of TLS", rules);
  report("trace: the VirtualService has no rules", routes);
  CHECK(policies.asked > 0);
  CHECK(rules.asked > 0);
  CHECK(routes.asked > 0);
  CHECK(policies.unmoved.empty());
  CHECK(rules.unmoved.empty());
  CHECK(routes.unmoved.empty());
}
