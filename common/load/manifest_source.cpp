// SPDX-License-Identifier: Apache-2.0
#include "common/load/manifest_source.h"

#include "common/load/document_decoder.h"
#include "common/load/load_checks.h"
#include "common/load/locate.h"
#include "common/load/manifest_files.h"
#include "common/load/yaml_to_json.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace mesh::load {
namespace {

// The documents of one source, converted on all cores; a document is never split.
std::vector<YamlDocument> convert_documents(const Source& source, std::size_t first,
                                            std::size_t last) {
  std::vector<YamlDocument> converted(last - first);
  std::atomic<std::size_t> next{first};
  const auto work = [&] {
    for (std::size_t index = next++; index < last; index = next++) {
      converted[index - first] = yaml_to_json(source.document_text(index));
    }
  };
  const std::size_t threads =
      std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), last - first);
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < threads; ++i) {
    helpers.emplace_back(work);
  }
  work();
  helpers.clear();  // joins
  return converted;
}

Finding problem_finding(const Source& source, std::uint32_t source_index, std::size_t document,
                        const YamlProblem& problem, bool left_out) {
  Finding finding;
  finding.check = &kDocumentIsValid;
  finding.object.origin = {.source = source_index,
                           .document = static_cast<std::uint32_t>(document)};
  finding.message = left_out ? "this document is left out: " + problem.message
                             : problem.message + ", and the last one counts";
  finding.location = {source.name, source.documents[document].line + problem.line - 1,
                      problem.column};
  return finding;
}

class Reading {
 public:
  Reading(SnapshotBuilder& builder, const ManifestOptions& options)
      : decoder_(builder, options.default_ns, options.kinds) {}

  void read(const Source& source, std::uint32_t index) {
    if (source.text.find('\0') != std::string::npos) {
      findings_.push_back(problem_finding(
          source, index, 0, {.line = 1, .column = 1, .message = "the file is not text"}, true));
    } else if (source.is_json) {
      for (std::uint32_t document = 0; document < source.documents.size(); ++document) {
        decoder_.decode(source.document_text(document), {.source = index, .document = document});
      }
    } else {
      read_yaml(source, index);
    }
  }

  std::vector<Finding> take_findings() {
    std::vector<Finding> decoded = decoder_.take_findings();
    findings_.insert(findings_.end(), std::make_move_iterator(decoded.begin()),
                     std::make_move_iterator(decoded.end()));
    return std::move(findings_);
  }

 private:
  // In batches, so that the JSON of a large file is never in memory all at once.
  void read_yaml(const Source& source, std::uint32_t index) {
    constexpr std::size_t kBatchBytes = 4'000'000;
    std::size_t first = 0;
    while (first < source.documents.size()) {
      std::size_t last = first;
      std::size_t bytes = 0;
      while (last < source.documents.size() && (last == first || bytes < kBatchBytes)) {
        bytes += source.documents[last++].size;
      }
      decode_batch(source, index, first, convert_documents(source, first, last));
      first = last;
    }
  }

  void decode_batch(const Source& source, std::uint32_t index, std::size_t first,
                    const std::vector<YamlDocument>& documents) {
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const bool left_out = documents[i].json.empty();
      for (const YamlProblem& problem : documents[i].problems) {
        findings_.push_back(problem_finding(source, index, first + i, problem, left_out));
      }
      if (!left_out) {
        decoder_.decode(documents[i].json,
                        {.source = index, .document = static_cast<std::uint32_t>(first + i)});
      }
    }
  }

  DocumentDecoder decoder_;
  std::vector<Finding> findings_;
};

void report_duplicates(const Snapshot& snapshot, std::vector<Finding>& findings) {
  for (const auto& [kept, dropped] : snapshot.duplicates()) {
    Finding& finding = findings.emplace_back();
    finding.check = &kObjectIsDefinedOnce;
    finding.object = dropped;
    finding.field = FieldPath("metadata", "name");
    finding.message =
        "this object is defined again later, and the later definition is what counts here";
    finding.because(kept, FieldPath("metadata", "name"), "is the later definition");
    finding.remedy("keep one of the two");
  }
}

}  // namespace

Loaded load_manifests(const ManifestOptions& options) {
  std::vector<Source> sources = read_manifest_files(options.files, options.recursive);
  SnapshotBuilder builder(SnapshotBuilder::From::Files);
  Reading reading(builder, options);
  for (std::uint32_t index = 0; index < sources.size(); ++index) {
    reading.read(sources[index], index);
  }
  Loaded loaded{.snapshot = builder.finish(),
                .sources = std::move(sources),
                .findings = reading.take_findings(),
                .unread = {},
                .partial = {}};
  report_duplicates(loaded.snapshot, loaded.findings);
  locate_findings(loaded.findings, loaded.sources);
  return loaded;
}

}  // namespace mesh::load
