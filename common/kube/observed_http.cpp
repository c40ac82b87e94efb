// SPDX-License-Identifier: Apache-2.0
#include "common/kube/observed_http.h"

namespace mesh::kube {
namespace {

constexpr int kShowsRequests = 6;

}  // namespace

// Stands between the transfers and whoever listens to them.
class ObservedHttp::Tap : public HttpListener {
 public:
  Tap(ObservedHttp& owner, HttpListener& listener) : owner_(owner), listener_(listener) {}

  void on_piece(std::size_t id, const HttpHead& head, std::string_view piece) override {
    if (owner_.log_) {
      owner_.log_->received(id, piece);
    }
    listener_.on_piece(id, head, piece);
  }

  void on_end(std::size_t id, const HttpHead& head,
              const std::optional<HttpFailure>& failure) override {
    if (owner_.log_) {
      owner_.log_->ended(id, head, owner_.now());
    }
    owner_.warnings_.note(head.headers);
    listener_.on_end(id, head, failure);
  }

 private:
  ObservedHttp& owner_;
  HttpListener& listener_;
};

ObservedHttp::ObservedHttp(std::unique_ptr<Http> http, const Connection& connection,
                           std::string user_agent, const LineSink& sink)
    : http_(std::move(http)), warnings_(sink) {
  if (connection.verbosity >= kShowsRequests) {
    log_.emplace(connection, std::move(user_agent), sink);
  }
}

void ObservedHttp::start(std::size_t id, const HttpRequest& request) {
  if (log_) {
    log_->started(id, request, now());
  }
  http_->start(id, request);
}

void ObservedHttp::poll(std::chrono::milliseconds at_most, HttpListener& listener) {
  Tap tap(*this, listener);
  http_->poll(at_most, tap);
}

}  // namespace mesh::kube
