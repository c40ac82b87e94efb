// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/http.h"
#include "common/kube/request_log.h"
#include "common/kube/server_warnings.h"

#include <memory>

namespace mesh::kube {

// Another Http, whose requests are shown as -v asks, and whose server's warnings are passed on.
class ObservedHttp : public Http {
 public:
  // `connection` must outlive it.
  ObservedHttp(std::unique_ptr<Http> http, const Connection& connection, std::string user_agent,
               const LineSink& sink);

  void use_client_certificate(const std::string& certificate, const std::string& key) override {
    http_->use_client_certificate(certificate, key);
  }

  void start(std::size_t id, const HttpRequest& request) override;
  void poll(std::chrono::milliseconds at_most, HttpListener& listener) override;

  void cancel_all() override { http_->cancel_all(); }

  Clock::time_point now() const override { return http_->now(); }

  // How many different warnings the server gave.
  std::size_t warnings() const { return warnings_.count(); }

 private:
  class Tap;

  std::unique_ptr<Http> http_;
  ServerWarnings warnings_;
  std::optional<RequestLog> log_;
};

}  // namespace mesh::kube
