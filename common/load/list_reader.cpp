// SPDX-License-Identifier: Apache-2.0
#include "common/load/list_reader.h"

#include "common/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace mesh::load {
namespace {

constexpr int kOk = 200;
constexpr int kGone = 410;
constexpr int kMostRestarts = 2;  // with pages; then all is asked for at once
constexpr int kMostRetries = 1;   // of an answer that cannot be read

// What went wrong in `function`, or "".
template <typename Function>
std::string error_of(Function&& function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

std::vector<ListResult> ListReader::read(const std::vector<ListRequest>& lists) {
  readings_.clear();
  for (const ListRequest& list : lists) {
    readings_.push_back(
        {.page = list,
         .whole = SnapshotBuilder(&builder_),
         .result =
             {.request = list, .message = {}, .part = {}, .findings = {}, .resource_version = {}},
         .decoder = {},
         .error = {}});
  }
  progress_.lists += lists.size();
  for (std::vector<Reading*> open;;) {
    open.clear();
    for (Reading& reading : readings_) {
      if (!reading.is_done) {
        open.push_back(&reading);
      }
    }
    if (open.empty()) {
      break;
    }
    read_pages(open);
  }
  std::vector<ListResult> results;
  for (Reading& reading : readings_) {
    results.push_back(std::move(reading.result));
  }
  return results;
}

void ListReader::read_pages(const std::vector<Reading*>& readings) {
  std::vector<kube::Request> requests;
  for (Reading* reading : readings) {
    begin_page(*reading);
    requests.push_back(reading->page.http());
  }
  const auto sink = [&](std::size_t index, std::string_view piece) {
    feed(*readings[index], piece);
  };
  const kube::BatchEvents events{.restarted = [&](std::size_t i) { begin_page(*readings[i]); },
                                 .ended = [&](std::size_t) { ++progress_.lists_done; },
                                 .waited = [&] { show_progress(); }};
  const std::vector<kube::Outcome> outcomes = client_.get_all(requests, sink, events);
  for (std::size_t i = 0; i < readings.size(); ++i) {
    end_page(*readings[i], outcomes[i]);
  }
}

void ListReader::begin_page(Reading& reading) {
  reading.decoder.emplace(reading.page, builder_);
  reading.error.clear();
}

void ListReader::feed(Reading& reading, std::string_view piece) {
  progress_.bytes += piece.size();
  if (!reading.error.empty()) {
    return;
  }
  const std::size_t before = reading.decoder->objects();
  reading.error = error_of([&] {
    try {
      reading.decoder->feed(piece);
    } catch (const AnswerTooLarge&) {
      reading.retries = kMostRetries;
      throw;
    }
  });
  progress_.objects += reading.decoder->objects() - before;
}

void ListReader::end_page(Reading& reading, const kube::Outcome& outcome) {
  ListMeta meta;
  if (outcome.status == kOk && reading.error.empty()) {
    reading.error = error_of([&] { meta = reading.decoder->finish(outcome.content_type); });
  }
  reading.result.status = outcome.status;
  if (outcome.status == kOk && reading.error.empty()) {
    take_page(reading, meta);
  } else if (outcome.status == kOk && reading.retries++ < kMostRetries) {
    --progress_.lists_done;
  } else if (outcome.status == kGone && reading.restarts <= kMostRestarts) {
    start_over(reading);
  } else {
    reading.result.message = reading.error.empty()
                                 ? outcome.message
                                 : fmt::format("{}: {}", client_.server(), reading.error);
    reading.is_done = true;
  }
  reading.decoder.reset();
}

void ListReader::take_page(Reading& reading, const ListMeta& meta) {
  reading.whole.absorb(reading.decoder->take_part());
  std::vector<Finding> findings = reading.decoder->take_findings();
  std::move(findings.begin(), findings.end(), std::back_inserter(reading.result.findings));
  if (reading.result.resource_version.empty()) {
    reading.result.resource_version = meta.resource_version;
  }
  reading.page.continue_token = meta.continue_token;
  reading.is_done = meta.continue_token.empty();
  if (reading.is_done) {
    reading.result.part.emplace(std::move(reading.whole));
  } else {
    --progress_.lists_done;
  }
}

// What the earlier pages say is of a time that the server has forgotten.
void ListReader::start_over(Reading& reading) {
  --progress_.lists_done;
  ++reading.restarts;
  reading.whole = SnapshotBuilder(&builder_);
  reading.result.findings.clear();
  reading.result.resource_version.clear();
  reading.page.continue_token.clear();
  reading.page.from_cache = reading.restarts <= kMostRestarts;
}

void ListReader::show_progress() {
  if (report_) {
    report_(progress_);
  }
}

}  // namespace mesh::load
