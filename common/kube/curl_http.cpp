// SPDX-License-Identifier: Apache-2.0
#include "common/kube/curl_http.h"

#include "common/base/text.h"
#include "common/kube/curl_failure.h"
#include "common/kube/curl_options.h"

#include <array>
#include <exception>
#include <map>

namespace mesh::kube {
namespace {

class CurlHttp;

struct Transfer {
  std::size_t id = 0;
  CurlHttp* owner = nullptr;
  CurlOptions::Lists lists;
  CurlEasy easy;
  Headers headers;  // of the answer, so far
  std::optional<HttpHead> head;
  std::array<char, CURL_ERROR_SIZE> error{};
};

HttpHead read_head(const Transfer& transfer) {
  const CurlEasy& easy = transfer.easy;
  HttpHead head;
  head.headers = transfer.headers;
  long status = 0;
  curl_off_t retry_after = 0;
  const char* content_type = nullptr;
  const char* redirect = nullptr;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy.get(), CURLINFO_RETRY_AFTER, &retry_after);
  curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_TYPE, &content_type);
  curl_easy_getinfo(easy.get(), CURLINFO_REDIRECT_URL, &redirect);
  head.status = static_cast<int>(status);
  head.retry_after_seconds = static_cast<long>(retry_after);
  head.content_type = content_type == nullptr ? "" : content_type;
  head.redirect = redirect == nullptr ? "" : redirect;
  return head;
}

// A status line begins the answer anew; curl shows those of interim answers too.
std::size_t on_header(char* data, std::size_t, std::size_t size, void* transfer) {
  Headers& headers = static_cast<Transfer*>(transfer)->headers;
  const std::string_view line(data, size);
  const std::size_t colon = line.find(':');
  if (line.starts_with("HTTP/")) {
    headers.clear();
  } else if (colon != std::string_view::npos) {
    headers.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  return size;
}

class CurlHttp : public Http {
 public:
  CurlHttp(const Connection& connection, std::string user_agent);

  ~CurlHttp() override { CurlHttp::cancel_all(); }

  CurlHttp(const CurlHttp&) = delete;
  CurlHttp& operator=(const CurlHttp&) = delete;

  void use_client_certificate(const std::string& certificate, const std::string& key) override {
    options_.use_client_certificate(certificate, key);
  }

  void start(std::size_t id, const HttpRequest& request) override;
  void poll(std::chrono::milliseconds at_most, HttpListener& listener) override;
  void cancel_all() override;

  Clock::time_point now() const override { return Clock::now(); }

 private:
  static std::size_t on_write(char* data, std::size_t, std::size_t size, void* transfer);

  void take_piece(Transfer& transfer, std::string_view piece);
  void report_ended(HttpListener& listener);
  std::optional<HttpFailure> failure_of(const Transfer& transfer, CURLcode code) const;

  CurlOptions options_;
  HttpListener* listener_ = nullptr;  // during poll
  std::exception_ptr thrown_;         // by the listener, inside a callback of curl
  CurlMulti multi_;
  std::map<CURL*, std::unique_ptr<Transfer>> transfers_;
};

CurlHttp::CurlHttp(const Connection& connection, std::string user_agent)
    : options_(connection, std::move(user_agent)), multi_(curl_multi_init()) {
  curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
}

std::size_t CurlHttp::on_write(char* data, std::size_t, std::size_t size, void* transfer) {
  auto* self = static_cast<Transfer*>(transfer);
  try {
    self->owner->take_piece(*self, {data, size});
    return size;
  } catch (...) {
    self->owner->thrown_ = std::current_exception();
    return 0;
  }
}

void CurlHttp::take_piece(Transfer& transfer, std::string_view piece) {
  if (!transfer.head) {
    transfer.head = read_head(transfer);
  }
  listener_->on_piece(transfer.id, *transfer.head, piece);
}

void CurlHttp::start(std::size_t id, const HttpRequest& request) {
  auto transfer = std::make_unique<Transfer>();
  transfer->id = id;
  transfer->owner = this;
  transfer->easy.reset(curl_easy_init());
  options_.apply(transfer->easy, request, transfer->lists);
  set_option(transfer->easy, CURLOPT_ERRORBUFFER, transfer->error.data());
  set_option(transfer->easy, CURLOPT_WRITEFUNCTION, &CurlHttp::on_write);
  set_option(transfer->easy, CURLOPT_WRITEDATA, transfer.get());
  set_option(transfer->easy, CURLOPT_HEADERFUNCTION, &on_header);
  set_option(transfer->easy, CURLOPT_HEADERDATA, transfer.get());
  CURL* handle = transfer->easy.get();
  transfers_.emplace(handle, std::move(transfer));
  curl_multi_add_handle(multi_.get(), handle);
}

std::optional<HttpFailure> CurlHttp::failure_of(const Transfer& transfer, CURLcode code) const {
  if (code == CURLE_OK) {
    return std::nullopt;
  }
  if (code == CURLE_PEER_FAILED_VERIFICATION && options_.certificate_failure()) {
    return options_.certificate_failure();
  }
  return curl_failure(code, transfer.easy, transfer.error.data());
}

void CurlHttp::report_ended(HttpListener& listener) {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    const CURLcode code = message->data.result;
    const auto found = transfers_.find(message->easy_handle);
    const std::unique_ptr<Transfer> transfer = std::move(found->second);
    transfers_.erase(found);
    curl_multi_remove_handle(multi_.get(), transfer->easy.get());
    const HttpHead head = transfer->head ? *transfer->head : read_head(*transfer);
    listener.on_end(transfer->id, head, failure_of(*transfer, code));
  }
}

void CurlHttp::poll(std::chrono::milliseconds at_most, HttpListener& listener) {
  listener_ = &listener;
  int running = 0;
  curl_multi_perform(multi_.get(), &running);
  if (!thrown_ && static_cast<std::size_t>(running) == transfers_.size()) {
    curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(at_most.count()), nullptr);
    curl_multi_perform(multi_.get(), &running);
  }
  if (thrown_) {
    std::rethrow_exception(std::exchange(thrown_, nullptr));
  }
  report_ended(listener);
}

void CurlHttp::cancel_all() {
  for (const auto& [handle, transfer] : transfers_) {
    curl_multi_remove_handle(multi_.get(), handle);
  }
  transfers_.clear();
}

}  // namespace

std::unique_ptr<Http> make_curl_http(const Connection& connection, std::string user_agent) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) {
    throw Error("libcurl cannot be started: {}", curl_easy_strerror(ready));
  }
  return std::make_unique<CurlHttp>(connection, std::move(user_agent));
}

}  // namespace mesh::kube
