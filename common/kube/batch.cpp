// SPDX-License-Identifier: Apache-2.0
#include "common/kube/batch.h"

#include "common/base/error.h"
#include "common/kube/duration.h"
#include "common/kube/http_error.h"
#include "common/kube/retry.h"
#include "common/kube/transport_error.h"

#include <algorithm>

namespace mesh::kube {
namespace {

using std::chrono::milliseconds;

// All kinds at once. The server allows 100 streams per connection, but each list costs it memory.
constexpr std::size_t kMostInFlight = 32;
constexpr std::size_t kLongestErrorBody = 64UL * 1024;

// The sink may throw; transfers must not outlive the batch that they report to.
struct CancelOnExit {
  explicit CancelOnExit(Http& transfers) : http(transfers) {}

  ~CancelOnExit() { http.cancel_all(); }

  CancelOnExit(const CancelOnExit&) = delete;
  CancelOnExit& operator=(const CancelOnExit&) = delete;

  Http& http;
};

Outcome without_answer(std::string message) {
  return {0, {}, {}, std::move(message)};
}

}  // namespace

Batch::Batch(const Connection& connection, Credentials& credentials, Http& http,
             std::span<const Request> requests, const BodySink& sink, const BatchEvents& events)
    : connection_(connection),
      credentials_(credentials),
      http_(http),
      requests_(requests),
      sink_(sink),
      events_(events),
      entries_(requests.size()) {}

std::vector<Outcome> Batch::run() {
  const CancelOnExit guard(http_);
  while (!all_done()) {
    start_due();
    http_.poll(time_to_wait(), *this);
    if (events_.waited) {
      events_.waited();
    }
  }
  std::vector<Outcome> outcomes;
  for (Entry& entry : entries_) {
    outcomes.push_back(std::move(entry.outcome));
  }
  return outcomes;
}

bool Batch::all_done() const {
  return std::all_of(entries_.begin(), entries_.end(),
                     [](const Entry& entry) { return entry.state == State::Done; });
}

void Batch::start_due() {
  auto running = static_cast<std::size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [](const Entry& entry) { return entry.state == State::Running; }));
  for (std::size_t id = 0; id < entries_.size() && running < kMostInFlight; ++id) {
    if (entries_[id].state == State::Waiting && entries_[id].not_before <= http_.now()) {
      start(id);
      running += entries_[id].state == State::Running ? 1U : 0U;
    }
  }
}

void Batch::start(std::size_t id) {
  Entry& entry = entries_[id];
  if (!entry.deadline && connection_.request_timeout_ms > 0) {
    entry.deadline = http_.now() + milliseconds(connection_.request_timeout_ms);
  }
  try {
    credentials_.keep_fresh(now());
    http_.use_client_certificate(credentials_.client_certificate(), credentials_.client_key());
    http_.start(id,
                {path_of(id),
                 request_headers(connection_, requests_[id].accept, credentials_.authorization()),
                 time_left(entry)});
  } catch (const Error& error) {
    return finish(entry, without_answer(error.what()));
  }
  entry.state = State::Running;
  entry.generation = credentials_.generation();
  ++entry.attempts;
  entry.error_body.clear();
}

// Until something arrives, or until a waiting request is due.
milliseconds Batch::time_to_wait() const {
  milliseconds wait(500);
  for (const Entry& entry : entries_) {
    if (entry.state == State::Waiting) {
      wait = std::min(wait, std::chrono::ceil<milliseconds>(entry.not_before - http_.now()));
    }
  }
  return std::max(wait, milliseconds(0));
}

// Never 0 with a deadline, for 0 means "without one".
milliseconds Batch::time_left(const Entry& entry) const {
  if (!entry.deadline) {
    return milliseconds(0);
  }
  return std::max(std::chrono::ceil<milliseconds>(*entry.deadline - http_.now()), milliseconds(1));
}

std::string Batch::path_of(std::size_t id) const {
  const std::string& path = requests_[id].path;
  if (connection_.request_timeout_ms == 0) {
    return path;
  }
  return path + (path.find('?') == std::string::npos ? "?" : "&") +
         "timeout=" + format_duration(milliseconds(connection_.request_timeout_ms));
}

void Batch::on_piece(std::size_t id, const HttpHead& head, std::string_view piece) {
  Entry& entry = entries_[id];
  if (head.status == 200) {
    entry.delivered = true;
    sink_(id, piece);
  } else if (entry.error_body.size() < kLongestErrorBody) {
    entry.error_body += piece;
  }
}

void Batch::on_end(std::size_t id, const HttpHead& head,
                   const std::optional<HttpFailure>& failure) {
  Entry& entry = entries_[id];
  try {
    if (retry_with_new_credentials(entry, head) || retry_later(entry, head, failure)) {
      entry.state = State::Waiting;
      return;
    }
  } catch (const Error& error) {
    return finish(entry, without_answer(error.what()));
  }
  finish(entry, outcome_of(entry, head, failure));
}

// kubectl runs the plugin again too, but lets the request fail; one retry is kinder.
bool Batch::retry_with_new_credentials(Entry& entry, const HttpHead& head) {
  if (head.status != 401 || entry.renewed) {
    return false;
  }
  entry.renewed = true;
  const bool others_renewed = credentials_.generation() > entry.generation;
  return others_renewed || credentials_.renew(now());
}

bool Batch::retry_later(Entry& entry, const HttpHead& head,
                        const std::optional<HttpFailure>& failure) {
  if (entry.delivered && !events_.restarted) {
    return false;
  }
  FailedAttempt attempt{entry.attempts, head.status, head.retry_after_seconds, std::nullopt};
  if (failure) {
    attempt.failure = failure->kind;
  }
  const std::optional<milliseconds> delay = retry_delay(attempt);
  if (!delay || (entry.deadline && http_.now() + *delay >= *entry.deadline)) {
    return false;
  }
  entry.not_before = http_.now() + *delay;
  if (entry.delivered) {
    entry.delivered = false;
    events_.restarted(static_cast<std::size_t>(&entry - entries_.data()));
  }
  return true;
}

Outcome Batch::outcome_of(const Entry& entry, const HttpHead& head,
                          const std::optional<HttpFailure>& failure) const {
  if (failure) {
    return without_answer(transport_sentence(*failure, head, connection_));
  }
  if (head.status == 200) {
    return {200, head.content_type, {}, {}};
  }
  Outcome outcome =
      outcome_of_error(head, entry.error_body, connection_, credentials_.description());
  outcome.message = credentials_.masked(std::move(outcome.message));
  return outcome;
}

void Batch::finish(Entry& entry, Outcome outcome) {
  entry.outcome = std::move(outcome);
  entry.state = State::Done;
  if (events_.ended) {
    events_.ended(static_cast<std::size_t>(&entry - entries_.data()));
  }
}

}  // namespace mesh::kube
