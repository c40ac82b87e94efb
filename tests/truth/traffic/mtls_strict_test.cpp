// SPDX-License-Identifier: Apache-2.0
//
// `mtls strict` knows whom a namespace that is STRICT turns away: for each `can` question whose
// plaintext or TLS is refused there, the review has something to say about such a client. Left out
// are clients that pass their own proxy by (what they speak does not fit the port, or they do not
// see the Service).
#include "common/istio/inbound.h"
#include "common/istio/proxy.h"
#include "plugins/mtls/strict/review.h"
#include "tests/support/catch.h"
#include "tests/truth/traffic/truth_case.h"

#include <algorithm>

using namespace mesh;
using namespace mesh::truth;

namespace {

bool is_asked_of_proxies(const Question& question) {
  return question.text("ask") == "can" && question.text("protocol") != "tls" &&
         std::string_view(question.json()["answer"]["via"]) != "passthrough";
}

// The pod of the first endpoint that refuses because it is STRICT; nullptr if none does.
const Pod* refusing_pod(const Question& question) {
  for (const simdjson::dom::element endpoint :
       simdjson::dom::array(question.json()["answer"]["endpoints"])) {
    const std::string_view outcome = endpoint["outcome"];
    if (outcome != "refused_plaintext" && outcome != "refused_tls") {
      continue;
    }
    const std::string_view name = endpoint["pod"];
    const std::size_t slash = name.find('/');
    const Pod* pod = question.snapshot().find<Pod>(name.substr(0, slash), name.substr(slash + 1));
    const auto port = static_cast<std::int32_t>(std::int64_t{endpoint["port"]});
    if (istio::inbound_of(question.snapshot(), *pod, port).mode == istio::PortMode::Strict) {
      return pod;
    }
  }
  return nullptr;
}

// A client with a sidecar is turned away because of something that makes it send no mTLS, one
// without because it has none.
bool has_word_about(const mtls::StrictReview& review, const Pod& client) {
  const bool is_meshed = istio::has_sidecar(client);
  const auto is_the_cause = [&](const mtls::Obstacle& obstacle) {
    const bool is_about_pods =
        obstacle.object.kind == Kind::Pod || obstacle.object.kind == Kind::Namespace;
    return is_meshed != is_about_pods;
  };
  return std::any_of(review.blockers.begin(), review.blockers.end(), is_the_cause) ||
         std::any_of(review.possible.begin(), review.possible.end(), is_the_cause);
}

}  // namespace

TEST_CASE("mtls strict knows whom a STRICT port turns away") {
  for (const auto& truth : all_cases()) {
    for (const Question& question : truth->questions()) {
      const Pod* pod = is_asked_of_proxies(question) ? refusing_pod(question) : nullptr;
      if (pod != nullptr &&
          istio::namespace_mtls(truth->snapshot(), pod->ref.ns).mode == MtlsMode::STRICT) {
        INFO(truth->name() << " " << simdjson::minify(question.json()));
        const mtls::StrictReview review = mtls::review_strict(truth->snapshot(), pod->ref.ns);
        CHECK(has_word_about(review, question.pod("from")));
      }
    }
  }
}
