// SPDX-License-Identifier: Apache-2.0
#include "common/istio/admission.h"

#include "common/base/text.h"
#include "common/istio/admission_text.h"
#include "common/istio/injected_pod.h"
#include "common/istio/injector_backend.h"
#include "common/istio/merge_pod.h"
#include "common/istio/pod_security.h"
#include "common/istio/pod_validity.h"
#include "common/istio/revision.h"
#include "common/istio/webhook_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

// istiod lists the errors of annotations one on a line.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == '\n' || c == '\t' || c == ' ';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return std::string(trim(out));
}

class AdmissionRun {
 public:
  AdmissionRun(const Snapshot& snapshot, const Pod& sent)
      : snapshot_(snapshot), sent_(sent), ns_labels_(selector_labels(snapshot, sent.ref.ns)) {
    now_.pod = sent;
  }

  Admission run() {
    if (!snapshot_.is_live() && snapshot_.find_namespace(sent_.ref.ns) == nullptr) {
      step(
          fmt::format("namespace {} is not in the input: it is taken as labelled "
                      "istio-injection=enabled",
                      sent_.ref.ns));
    }
    if (snapshot_.knows(Kind::MutatingWebhookConfiguration) || lacks_injector(snapshot_)) {
      call_webhooks();
    } else {
      assume_stock_webhooks();
    }
    if (!is_denied()) {
      check_result();
    }
    if (!is_denied()) {
      list_new_containers();
    }
    return std::move(out_);
  }

 private:
  using Name = std::pair<const MutatingWebhookConfiguration*, std::size_t>;

  bool is_denied() const { return out_.denied_by != DeniedBy::Nobody; }

  std::size_t step(std::string text, const ObjectRef& object = {}, FieldPath field = {},
                   bool detail = false) {
    out_.steps.push_back({std::move(text), object, std::move(field), detail});
    return out_.steps.size() - 1;
  }

  void decide(std::size_t index, InjectionReason reason) {
    out_.decided_by = index;
    out_.reason = reason;
  }

  void deny(DeniedBy by, std::string error, std::size_t index) {
    out_.denied_by = by;
    out_.error = std::move(error);
    out_.injected = false;
    out_.revision.clear();
    out_.decided_by = index;
  }

  void call_webhooks() {
    const std::vector<InjectorWebhook> webhooks = injector_webhooks(snapshot_);
    first_round(webhooks);
    if (out_.webhooks_called.empty()) {
      explain_no_call();
    } else if (!is_denied() && !due_.empty()) {
      second_round(webhooks);
    }
  }

  void first_round(const std::vector<InjectorWebhook>& webhooks) {
    for (const InjectorWebhook& each : webhooks) {
      if (is_denied()) {
        return;
      }
      if (selects(*each.webhook, ns_labels_, now_.pod.meta.labels)) {
        call_in_turn(each);
      } else {
        const Mismatch why = mismatch(each, ns_labels_, now_.pod.meta.labels);
        step(fmt::format("{} is not called: {}", each.name(), why.text), each.configuration->ref,
             why.field, true);
      }
    }
  }

  // Only those that were called before, that ask for it, and after which the pod was changed.
  void second_round(const std::vector<InjectorWebhook>& webhooks) {
    for (const InjectorWebhook& each : webhooks) {
      if (!is_denied() && due_.contains({each.configuration, each.index}) &&
          selects(*each.webhook, ns_labels_, now_.pod.meta.labels)) {
        step("the pod was changed after it was asked (reinvocationPolicy IfNeeded)",
             each.configuration->ref, each.path("reinvocationPolicy"));
        call_in_turn(each);
      }
    }
  }

  void call_in_turn(const InjectorWebhook& webhook) {
    if (call(webhook)) {
      due_.insert(asked_.begin(), asked_.end());
      asked_.clear();
    }
    if (webhook.webhook->reinvocation_policy == "IfNeeded") {
      asked_.insert({webhook.configuration, webhook.index});
    }
  }

  // Whether the pod was changed.
  bool call(const InjectorWebhook& webhook) {
    out_.webhooks_called.push_back(webhook.name());
    const Decider decider = enrolled_by(snapshot_, now_.pod, webhook);
    const std::size_t enrolled =
        step(fmt::format("{} is called because of {}", webhook.name(),
                         text_of_field(snapshot_, decider.object, decider.field, now_.pod)),
             decider.object, decider.field);
    if (const auto failure = call_failure(snapshot_, webhook)) {
      fail(webhook, *failure);
      return false;
    }
    return ask(injector_config(snapshot_, webhook), revision_of(*webhook.configuration),
               webhook.webhook->name, enrolled);
  }

  void fail(const InjectorWebhook& webhook, const CallFailure& failure) {
    const bool closed = fails_closed(*webhook.webhook);
    const std::size_t index =
        step(fmt::format("the call fails: {}{}", failure.message,
                         closed ? "" : "; with failurePolicy Ignore the pod is let pass"),
             failure.object, failure.field);
    decide(index, InjectionReason::SelectorsExclude);
    if (closed) {
      deny(DeniedBy::Call,
           fmt::format("Internal error occurred: failed calling webhook \"{}\": failed to call "
                       "webhook: {}",
                       webhook.webhook->name, failure.message),
           index);
    }
  }

  // Whether the injector changes the pod; `enrolled` is the step that brought the pod to it.
  bool ask(const ConfigMap* config, std::string_view revision, std::string_view webhook,
           std::size_t enrolled) {
    const PolicyDecision policy = ask_policy(snapshot_, config, now_.pod);
    const std::size_t index = step(text_of_policy(policy, revision), policy.object, policy.field);
    if (!policy.injects) {
      if (!out_.injected) {
        decide(index, policy.reason);
      }
      return false;
    }
    InjectorAnswer answer = inject(snapshot_, config, revision, now_.pod);
    if (!answer.refusal.text.empty()) {
      refuse(answer.refusal, webhook);
      return false;
    }
    const bool changed = differs(answer.result, revision);
    now_ = std::move(answer.result);
    out_.injected = true;
    out_.revision = revision;
    decide(policy.object.name.empty() ? enrolled : index, InjectionReason::Injected);
    return changed;
  }

  void refuse(const Refusal& refusal, std::string_view webhook) {
    const std::size_t index = step("the injector refuses the pod: " + on_one_line(refusal.text),
                                   sent_.ref, refusal.field);
    deny(DeniedBy::Injector,
         fmt::format("admission webhook \"{}\" denied the request: {}", webhook, refusal.text),
         index);
  }

  // An injector of the revision that injected the pod before changes nothing more.
  bool differs(const InjectedPod& result, std::string_view revision) const {
    const auto names = [](const Pod& pod) {
      std::vector<std::string_view> all;
      for (const std::vector<Container>* list : {&pod.spec.init_containers, &pod.spec.containers}) {
        for (const Container& each : *list) {
          all.push_back(each.name);
        }
      }
      return all;
    };
    return !out_.injected || out_.revision != revision || names(result.pod) != names(now_.pod);
  }

  void explain_no_call() {
    const InjectionDecision decision = decide_injection(snapshot_, sent_);
    decide(step(text_of_no_call(snapshot_, decision, sent_), decision.decided_by, decision.field),
           decision.reason);
  }

  void assume_stock_webhooks() {
    step("the input holds no webhook configurations: those of a stock installation are assumed");
    const InjectionDecision decision = decide_injection(snapshot_, sent_);
    const bool asked = decision.injected || decision.reason == InjectionReason::HostNetwork ||
                       decision.reason == InjectionReason::PodAnnotationOptsOut ||
                       decision.reason == InjectionReason::IgnoredNamespace ||
                       decision.reason == InjectionReason::NeverInjectSelector ||
                       decision.reason == InjectionReason::PolicyDisabled ||
                       decision.reason == InjectionReason::PolicyIllegal;
    if (!asked) {
      explain_no_call();
      return;
    }
    const Decider decider = enrolled_by(snapshot_, sent_, {});
    const std::size_t enrolled =
        step(fmt::format("the injector is asked because of {}",
                         text_of_field(snapshot_, decider.object, decider.field, sent_)),
             decider.object, decider.field);
    ask(injector_config(snapshot_, decision.revision), decision.revision,
        "sidecar-injector.istio.io", enrolled);
  }

  void check_result() {
    const std::vector<PodError> errors = pod_errors(now_, sent_);
    if (out_.injected && !errors.empty()) {
      const std::string text = invalid_pod_text(sent_, errors);
      deny(DeniedBy::Validation, text,
           step("the API server refuses the injected pod: " + text, sent_.ref,
                errors.front().field));
      return;
    }
    const Labels& labels = snapshot_.namespace_labels(sent_.ref.ns);
    const std::vector<std::string> violations = pod_security_violations(labels, now_.pod.spec);
    if (!violations.empty()) {
      const std::string text = violation_text(sent_.ref.name, labels, violations);
      deny(DeniedBy::PodSecurity, text,
           step("the API server refuses the pod: " + text, namespace_ref(snapshot_, sent_.ref.ns),
                FieldPath("metadata", "labels", kEnforceKey)));
    }
  }

  void list_new_containers() {
    const auto list = [&](const std::vector<Container>& result,
                          const std::vector<Container>& before) {
      for (const Container& each : result) {
        if (find_container(before, each.name) == nullptr) {
          out_.containers.emplace_back(each.name);
        }
      }
    };
    list(now_.pod.spec.init_containers, sent_.spec.init_containers);
    list(now_.pod.spec.containers, sent_.spec.containers);
  }

  const Snapshot& snapshot_;
  const Pod& sent_;
  const Labels ns_labels_;
  InjectedPod now_;
  std::set<Name> asked_;  // that want to be asked again if the pod changes
  std::set<Name> due_;    // that must be
  Admission out_;
};

}  // namespace

std::string_view name_of(DeniedBy denied_by) {
  switch (denied_by) {
    case DeniedBy::Nobody:
      break;
    case DeniedBy::Injector:
      return "injector";
    case DeniedBy::Call:
      return "call";
    case DeniedBy::PodSecurity:
      return "podsecurity";
    case DeniedBy::Validation:
      return "validation";
  }
  return {};
}

Admission admit(const Snapshot& snapshot, const Pod& pod) {
  return AdmissionRun(snapshot, pod).run();
}

}  // namespace mesh::istio
