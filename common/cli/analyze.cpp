// SPDX-License-Identifier: Apache-2.0
#include "common/cli/analyze.h"

#include "common/check/run_checks.h"
#include "common/check/suppress.h"
#include "common/cli/color.h"
#include "common/cli/exit_code.h"
#include "common/cli/load_input.h"
#include "common/cli/report_scope.h"
#include "common/cli/select_checks.h"
#include "common/cli/write_out.h"
#include "common/load/locate.h"
#include "common/print/report.h"
#include "generated/version.h"

#include <algorithm>
#include <chrono>

namespace mesh::cli {
namespace {

template <typename T>
void move_to_end(std::vector<T>& from, std::vector<T>& to) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

std::size_t drop_less_severe(std::vector<Finding>& findings, Severity least) {
  return std::erase_if(findings,
                       [&](const Finding& finding) { return finding.check->severity > least; });
}

// Whether there is a finding that --fail-on means, be it shown or not.
bool is_failure(const std::vector<Finding>& findings, const Options& options) {
  return options.fail_on &&
         std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
           return finding.check->severity <= *options.fail_on;
         });
}

int exit_code(bool is_failure, const print::Report& report, const Options& options) {
  if (is_failure) {
    return kFound;
  }
  return options.strict && !report.not_checked.empty() ? kNotChecked : kNothingFound;
}

std::string format(const print::Report& report, const Options& options) {
  if (options.output == "json") {
    return print::as_json(report);
  }
  if (options.output == "name") {
    return print::as_names(report);
  }
  return print::as_text(report, color_of(options));
}

// A Secret that is named may be one that nothing refers to.
InputFor purpose_of(const std::vector<NamedObject>& named) {
  if (named.empty()) {
    return InputFor::Findings;
  }
  return kinds_of(named).contains(Kind::Secret) ? InputFor::Verb : InputFor::FindingsOfObjects;
}

}  // namespace

int analyze(const Plugin& plugin, const Options& options, const std::string& program) {
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<const Check*> checks = select_checks(plugin, options);
  const std::vector<NamedObject> named = parse_named_objects(options.arguments);
  Input input =
      load_input(options, kinds_read(checks) | kinds_of(named), purpose_of(named), program);
  const Snapshot& snapshot = input.loaded.snapshot;

  CheckResults results = run_checks(checks, snapshot, {.now = now(), .min_days = options.min_days},
                                    input.loaded.unread);
  print::Report report{.plugin = std::string(plugin.name),
                       .version = kVersion,
                       .scope = std::move(input.scope),
                       .findings = std::move(results.findings),
                       .not_checked = std::move(results.not_checked)};
  report.suppressed = drop_suppressed(report.findings, snapshot);
  drop_gaps_elsewhere(report.not_checked, report.scope);
  move_to_end(input.loaded.findings, report.findings);
  move_to_end(input.loaded.partial, report.not_checked);
  require_namespaces(report.scope, snapshot);
  resolve_named_objects(named, snapshot, report.scope);
  sort_and_merge(report.findings);
  report.elsewhere = keep_scope(report.findings, report.scope);
  const bool fails = is_failure(report.findings, options);
  report.less_severe = drop_less_severe(report.findings, options.severity);
  load::locate_findings(report.findings, input.loaded.sources);
  sort_and_merge(report.findings);

  report.checks = results.checks_run;
  report.objects = snapshot.object_count();
  report.namespaces = count_namespaces(report.scope, snapshot);
  note_empty_input(report, snapshot);
  report.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  write_out(format(report, options));
  return exit_code(fails, report, options);
}

}  // namespace mesh::cli
