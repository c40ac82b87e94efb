// SPDX-License-Identifier: Apache-2.0
#include "common/check/run_checks.h"

#include <algorithm>
#include <tuple>

namespace mesh {
namespace {

auto order_of(const Finding& f) {
  return std::make_tuple(f.check->severity, f.check->code, f.object.scope(), f.object.ns,
                         info(f.object.kind).singular, f.object.name);
}

bool comes_before(const Finding& a, const Finding& b) {
  const auto order_a = order_of(a);
  const auto order_b = order_of(b);
  if (order_a != order_b) {
    return order_a < order_b;
  }
  // Those of documents have no object.
  if (a.location.line != b.location.line || a.location.file != b.location.file) {
    return std::tie(a.location.file, a.location.line) < std::tie(b.location.file, b.location.line);
  }
  if (a.field.steps() != b.field.steps()) {
    return a.field.steps() < b.field.steps();
  }
  return a.message < b.message;
}

bool is_same(const Finding& a, const Finding& b) {
  return !comes_before(a, b) && !comes_before(b, a);
}

const UnreadKind* first_unread(const Check& check, std::span<const UnreadKind> unread) {
  const auto at = std::find_if(unread.begin(), unread.end(), [&](const UnreadKind& each) {
    return check.info.reads.contains(each.kind);
  });
  return at == unread.end() ? nullptr : &*at;
}

bool is_less(const NotChecked& a, const NotChecked& b) {
  return std::tie(a.code, a.kind, a.ns, a.message) < std::tie(b.code, b.kind, b.ns, b.message);
}

}  // namespace

std::string_view text(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Info:
      break;
  }
  return "info";
}

CheckResults run_checks(std::span<const Check* const> checks, const Snapshot& snapshot,
                        const CheckSettings& settings, std::span<const UnreadKind> unread) {
  CheckResults results;
  for (const Check* check : checks) {
    if (const UnreadKind* kind = first_unread(*check, unread)) {
      results.not_checked.push_back(
          {std::string(check->info.code), kind->kind, kind->ns, kind->reason, kind->message});
      continue;
    }
    Reporter report(check->info, settings);
    check->run(snapshot, report);
    ++results.checks_run;
    std::move(report.findings().begin(), report.findings().end(),
              std::back_inserter(results.findings));
    std::move(report.not_checked().begin(), report.not_checked().end(),
              std::back_inserter(results.not_checked));
  }
  sort_and_merge(results.findings);
  std::sort(results.not_checked.begin(), results.not_checked.end(), is_less);
  return results;
}

void sort_and_merge(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), comes_before);
  findings.erase(std::unique(findings.begin(), findings.end(), is_same), findings.end());
}

Kinds kinds_read(std::span<const Check* const> checks) {
  Kinds kinds;
  for (const Check* check : checks) {
    kinds = kinds | check->info.reads;
  }
  return kinds;
}

}  // namespace mesh
