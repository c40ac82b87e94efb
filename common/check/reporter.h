// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/time.h"
#include "common/check/finding.h"
#include "common/model/snapshot.h"

#include <deque>
#include <string_view>

namespace mesh {

// What a run passes in from outside, so that the same snapshot gives the same findings.
struct CheckSettings {
  Time now{};
  int min_days = 30;  // mesh-certs: how soon an expiry is worth a warning
};

// Takes the findings of one check.
class Reporter {
 public:
  Reporter(const CheckInfo& check, const CheckSettings& settings)
      : check_(check), settings_(settings) {}

  // The reference stays valid until the reporter is gone.
  template <typename... Args>
  Finding& add(const ObjectRef& object, FieldPath field, fmt::format_string<Args...> format,
               Args&&... args) {
    Finding& finding = findings_.emplace_back();
    finding.check = &check_;
    finding.object = object;
    finding.field = std::move(field);
    finding.message = fmt::format(format, std::forward<Args>(args)...);
    return finding;
  }

  // The check met a question that needs objects of a kind that the snapshot does not cover. Says so
  // once per kind and namespace. Always returns false.
  bool cannot_tell(Kind kind, std::string_view ns);
  // The same of certain objects of a kind: "ConfigMap istio-ca-root-cert".
  bool cannot_tell(Kind kind, std::string_view ns, std::string_view objects);

  // Whether absence of `kind` in `ns` proves something; if not, it is noted as not checked.
  bool can_tell(const Snapshot& snapshot, Kind kind, std::string_view ns = {}) {
    return snapshot.knows(kind, ns) || cannot_tell(kind, ns);
  }

  Time now() const { return settings_.now; }

  const CheckSettings& settings() const { return settings_; }

  std::deque<Finding>& findings() { return findings_; }

  std::vector<NotChecked>& not_checked() { return not_checked_; }

 private:
  const CheckInfo& check_;
  const CheckSettings& settings_;
  std::deque<Finding> findings_;
  std::vector<NotChecked> not_checked_;
};

}  // namespace mesh
