// SPDX-License-Identifier: Apache-2.0
//
// kubectl's lines are those of its logger: a letter for the severity, the date, the process and the
// place in the source, then fields. Scripts grep them for verb, url, status and milliseconds.

#include "common/kube/request_log.h"

#include "common/base/text.h"
#include "common/kube/mask.h"
#include "common/kube/yaml_value.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace mesh::kube {
namespace {

constexpr int kHeaders = 7;
constexpr int kBodies = 8;
constexpr int kCurlCommands = 9;
constexpr int kWholeBodies = 10;

std::size_t longest_body(int verbosity) {
  if (verbosity >= kWholeBodies) {
    return std::numeric_limits<std::size_t>::max() / 2;
  }
  return verbosity >= kCurlCommands ? 10240 : 1024;
}

// What is kept of a body: enough to know a secret that the cut goes through.
std::size_t kept_of_body(int verbosity) {
  constexpr std::size_t kLongestSecret = 65536;
  return longest_body(verbosity) + kLongestSecret;
}

std::string status_text(int status) {
  static const std::map<int, std::string_view> kTexts{{200, "OK"},
                                                      {301, "Moved Permanently"},
                                                      {302, "Found"},
                                                      {400, "Bad Request"},
                                                      {401, "Unauthorized"},
                                                      {403, "Forbidden"},
                                                      {404, "Not Found"},
                                                      {406, "Not Acceptable"},
                                                      {410, "Gone"},
                                                      {429, "Too Many Requests"},
                                                      {500, "Internal Server Error"},
                                                      {502, "Bad Gateway"},
                                                      {503, "Service Unavailable"},
                                                      {504, "Gateway Timeout"}};
  const auto found = kTexts.find(status);
  if (status == 0) {
    return {};
  }
  return found == kTexts.end() ? fmt::format("{}", status)
                               : fmt::format("{} {}", status, found->second);
}

// What comes after "Bearer " or "Basic ".
std::string_view secret_part(std::string_view authorization) {
  const std::size_t space = authorization.find(' ');
  return space == std::string_view::npos ? authorization : authorization.substr(space + 1);
}

std::string shown_value(std::string_view name, std::string_view value) {
  if (equals_ignoring_case(name, "Authorization")) {
    return std::string(value.substr(0, value.size() - secret_part(value).size())) + "<masked>";
  }
  const bool is_cookie = equals_ignoring_case(name, "Set-Cookie");
  return is_cookie ? "<masked>" : escape_control(value);
}

Headers sorted(Headers headers) {
  std::stable_sort(headers.begin(), headers.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return headers;
}

std::string block(const Headers& headers) {
  std::string out = "<\n";
  for (const auto& [name, value] : sorted(headers)) {
    out += fmt::format("\t{}: {}\n", name, shown_value(name, value));
  }
  return out + " >";
}

std::string curl_command(const Headers& headers, const std::string& url) {
  std::string out = "<\n\tcurl -v -XGET ";
  for (const auto& [name, value] : sorted(headers)) {
    out += fmt::format(" -H {}", json_quoted(name + ": " + shown_value(name, value)));
  }
  return out + fmt::format(" '{}'\n >", url);
}

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
  });
}

std::string prefix(int line) {
  const auto now = std::chrono::system_clock::now();
  const auto microseconds =
      std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() %
      1'000'000;
  return fmt::format("I{:%m%d %H:%M:%S}.{:06} {:7} request_log.cpp:{}] ",
                     fmt::localtime(std::chrono::system_clock::to_time_t(now)), microseconds,
                     getpid(), line);
}

}  // namespace

RequestLog::RequestLog(const Connection& connection, std::string user_agent, LineSink sink)
    : connection_(connection),
      user_agent_(std::move(user_agent)),
      sink_(std::move(sink)),
      secrets_{connection.token, connection.password} {}

std::string RequestLog::masked(std::string text) const {
  for (const std::string& secret : secrets_) {
    mask(text, secret);
  }
  return text;
}

void RequestLog::write(std::string_view message, int line) {
  sink_(masked(prefix(line) + std::string(message)));
}

void RequestLog::started(std::size_t id, const HttpRequest& request, Clock::time_point now) {
  Entry entry;
  entry.url = connection_.server + request.path;
  entry.begin = now;
  entry.is_secret = request.path.find("/secrets") != std::string::npos;
  for (const auto& [name, value] : request.headers) {
    if (name == "Authorization") {
      secrets_.emplace(secret_part(value));
    }
  }
  if (shows(kHeaders)) {
    Headers headers = request.headers;
    headers.emplace_back("User-Agent", user_agent_);
    show_request(entry, headers);
  }
  entries_[id] = std::move(entry);
}

void RequestLog::show_request(const Entry& entry, const Headers& headers) {
  if (shows(kCurlCommands)) {
    write("\"Request\" curlCommand=" + curl_command(headers, entry.url), __LINE__);
  } else {
    write(fmt::format("\"Request\" verb=\"GET\" url={} headers={}", json_quoted(entry.url),
                      block(headers)),
          __LINE__);
  }
}

void RequestLog::received(std::size_t id, std::string_view piece) {
  Entry& entry = entries_[id];
  entry.body_size += piece.size();
  if (shows(kBodies) && !entry.is_secret) {
    const std::size_t room = kept_of_body(connection_.verbosity) - entry.body.size();
    entry.body += piece.substr(0, room);
  }
}

void RequestLog::ended(std::size_t id, const HttpHead& head, Clock::time_point now) {
  const Entry& entry = entries_[id];
  show_response(entry, head, now);
  if (shows(kBodies) && head.status != 0) {
    show_body(entry);
  }
  entries_.erase(id);
}

void RequestLog::show_response(const Entry& entry, const HttpHead& head, Clock::time_point now) {
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - entry.begin);
  std::string text = "\"Response\"";
  if (!shows(kHeaders) || shows(kCurlCommands)) {
    text += fmt::format(" verb=\"GET\" url={}", json_quoted(entry.url));
  }
  text += fmt::format(" status=\"{}\"", status_text(head.status));
  if (shows(kBodies)) {
    text += " headers=" + (head.headers.empty() ? "\"\"" : block(head.headers));
  }
  write(text + fmt::format(" milliseconds={}", elapsed.count()), __LINE__);
}

void RequestLog::show_body(const Entry& entry) {
  std::string text;
  if (entry.is_secret) {
    text = fmt::format("<{} bytes that may hold secrets>", entry.body_size);
  } else if (!is_printable(entry.body)) {
    text = fmt::format("<{} bytes, binary>", entry.body_size);
  } else {
    const std::string kept = masked(entry.body);
    text = kept.substr(0, longest_body(connection_.verbosity));
    const std::size_t cut = kept.size() - text.size() + entry.body_size - entry.body.size();
    if (cut > 0) {
      text += fmt::format(" [truncated {} chars]", cut);
    }
  }
  write("\"Response Body\" body=" + json_quoted(text), __LINE__);
}

}  // namespace mesh::kube
