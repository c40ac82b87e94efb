// SPDX-License-Identifier: Apache-2.0
//
// INJ-5 (b): if webhooks of two configurations select the same pod, both injectors are called; the
// last by configuration name wins, and the result depends on how two versions of the template mix.
// Stock configurations exclude each other; `istioctl tag set default` switches the old default off.
// Tried, as istioctl does, on all combinations of injection labels, and on the real namespaces.

#include "common/base/text.h"
#include "common/istio/injection.h"
#include "common/istio/revision.h"
#include "plugins/inject/checks.h"

#include <map>
#include <set>

namespace mesh::inject {
namespace {

using Configuration = const MutatingWebhookConfiguration*;

// The first and the last configuration that select the same pod, and for which labels.
struct Overlap {
  istio::InjectorWebhook first;
  istio::InjectorWebhook last;
  std::string example;                    // labels of the namespace and the pod
  std::set<std::string_view> namespaces;  // real ones
};

using Overlaps = std::map<std::pair<std::string_view, std::string_view>, Overlap>;

// Each of `labels` alone, and with each revision.
std::vector<Labels> with_revisions(const std::vector<Labels>& labels,
                                   const std::vector<std::string>& revisions) {
  std::vector<Labels> out = labels;
  for (const Labels& each : labels) {
    for (const std::string& revision : revisions) {
      Labels more = each;
      more.set("istio.io/rev", revision);
      out.push_back(std::move(more));
    }
  }
  return out;
}

// No label at all for the value "".
std::vector<Labels> variants(std::string_view key, std::initializer_list<std::string_view> values,
                             const std::vector<std::string>& revisions) {
  std::vector<Labels> labels;
  for (const std::string_view value : values) {
    Labels& each = labels.emplace_back();
    if (!value.empty()) {
      each.set(key, value);
    }
  }
  return with_revisions(labels, revisions);
}

std::string text_of(const Labels& labels) {
  return labels.empty() ? "no label" : labels.text();
}

class Search {
 public:
  explicit Search(const Snapshot& snapshot)
      : webhooks_(istio::injector_webhooks(snapshot)),
        revisions_(istio::served_revisions(snapshot)),
        pods_(variants("sidecar.istio.io/inject", {"", "true", "false"}, revisions_)) {
    for (const Namespace& ns : snapshot.namespaces()) {
      Labels labels = ns.meta.labels;
      labels.set("kubernetes.io/metadata.name", ns.ref.name);
      try_namespace(labels, ns.ref.name);
    }
    for (const Labels& labels :
         variants("istio-injection", {"enabled", "", "disabled"}, revisions_)) {
      try_namespace(labels, {});
    }
  }

  const Overlaps& found() const { return found_; }

 private:
  void try_namespace(const Labels& ns_labels, std::string_view name) {
    std::vector<istio::InjectorWebhook> candidates;
    for (const istio::InjectorWebhook& each : webhooks_) {
      if (each.webhook->namespace_selector.matches(ns_labels)) {
        candidates.push_back(each);
      }
    }
    for (const Labels& pod_labels : pods_) {
      try_pod(candidates, ns_labels, pod_labels, name);
    }
  }

  void try_pod(const std::vector<istio::InjectorWebhook>& candidates, const Labels& ns_labels,
               const Labels& pod_labels, std::string_view name) {
    const istio::InjectorWebhook* first = nullptr;
    for (const istio::InjectorWebhook& each : candidates) {
      if (!each.webhook->object_selector.matches(pod_labels)) {
        continue;
      }
      if (first == nullptr) {
        first = &each;
      } else if (first->configuration != each.configuration) {
        note(*first, each, ns_labels, pod_labels, name);
      }
    }
  }

  void note(const istio::InjectorWebhook& first, const istio::InjectorWebhook& last,
            const Labels& ns_labels, const Labels& pod_labels, std::string_view name) {
    const auto key = std::pair(first.configuration->ref.name, last.configuration->ref.name);
    const auto [at, is_new] = found_.try_emplace(
        key, Overlap{.first = first, .last = last, .example = {}, .namespaces = {}});
    Overlap& overlap = at->second;
    if (is_new) {
      overlap.example =
          fmt::format("namespace with {}, pod with {}", text_of(ns_labels), text_of(pod_labels));
    }
    if (!name.empty()) {
      overlap.namespaces.insert(name);
    }
  }

  std::vector<istio::InjectorWebhook> webhooks_;
  std::vector<std::string> revisions_;
  std::vector<Labels> pods_;
  Overlaps found_;
};

std::string where(const Overlap& overlap) {
  if (overlap.namespaces.empty()) {
    return "pods (" + overlap.example + ")";
  }
  const std::string first(*overlap.namespaces.begin());
  return overlap.namespaces.size() == 1
             ? "pods of namespace " + first
             : fmt::format("pods of {} and {} more", first,
                           count_of(overlap.namespaces.size() - 1, "namespace"));
}

void run(const Snapshot& snapshot, Reporter& report) {
  const Search search(snapshot);
  for (const auto& [names, overlap] : search.found()) {
    const ObjectRef& last = overlap.last.configuration->ref;
    report
        .add(overlap.first.configuration->ref,
             FieldPath("webhooks", overlap.first.index, "namespaceSelector"),
             "{} are injected twice, here and by {}: the last one wins (control plane {})",
             where(overlap), last.name, istio::revision_of(*overlap.last.configuration))
        .because(last, FieldPath("webhooks", overlap.last.index, "namespaceSelector"),
                 "selects the same pods")
        .remedy(
            "remove one of the two, or let istioctl switch the old one off: istioctl tag set "
            "default --revision {} --overwrite",
            istio::revision_of(*overlap.first.configuration));
  }
}

}  // namespace

constinit const Check kOneInjector{
    .info =
        {.code = "INJ015",
         .severity = Severity::Error,
         .title = "One injector serves a pod",
         .reads = Kinds{Kind::Namespace, Kind::MutatingWebhookConfiguration},
         .explain =
             "Two webhook configurations select the same pods, so each pod is sent to two "
             "injectors. It gets one sidecar, that of the configuration whose name sorts last, "
             "mixed with what the other one put there first. Usual causes are two default "
             "installations, or a tag `default` beside an installation without revision.\n\n"
             "Remove the configuration that is no longer wanted, or let `istioctl tag set default "
             "--revision REVISION --overwrite` switch the old default off.",
         .peers = "IST0139"},
    .run = run,
};

}  // namespace mesh::inject
