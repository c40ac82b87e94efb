// SPDX-License-Identifier: Apache-2.0
#include "common/kube/credentials.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/encode_base64.h"
#include "common/kube/exec_plugin.h"
#include "common/kube/mask.h"
#include "common/kube/read_file.h"

namespace mesh::kube {
namespace {

std::string user_of(const Connection& connection) {
  return connection.user_name.empty() ? "the current user"
                                      : fmt::format("user \"{}\"", connection.user_name);
}

std::string token_in_file(const std::string& path) {
  std::string token(trim(read_file(path)));
  if (token.empty()) {
    throw Error("read empty token from file {}", path);
  }
  return token;
}

}  // namespace

Credentials::Credentials(const Connection& connection, Time now)
    : connection_(connection),
      token_(connection.token),
      client_certificate_(connection.client_certificate),
      client_key_(connection.client_key) {
  if (!connection.token_file.empty()) {
    read_token_file(now);
  }
  renew(now);
}

// The file beats the token beside it; the token counts only while the file cannot be read.
void Credentials::read_token_file(Time now) {
  constexpr std::chrono::seconds kReread(50);
  try {
    token_ = token_in_file(connection_.token_file);
    stale_at_ = now + kReread;
  } catch (const Error& error) {
    if (token_.empty()) {
      throw Error("the tokenFile of {} cannot be used: {}", user_of(connection_), error.what());
    }
  }
}

bool Credentials::renew(Time now) {
  if (!connection_.exec) {
    return false;
  }
  ExecCredential credential = run_exec_plugin(connection_);
  token_ = std::move(credential.token);
  client_certificate_ = std::move(credential.client_certificate);
  client_key_ = std::move(credential.client_key);
  // A credential that comes expired is used once, then the plugin runs again.
  stale_at_ = credential.expires ? std::optional(std::max(*credential.expires, now)) : std::nullopt;
  ++generation_;
  return true;
}

void Credentials::keep_fresh(Time now) {
  if (!stale_at_ || now <= *stale_at_) {
    return;
  }
  if (connection_.exec) {
    renew(now);
  } else {
    read_token_file(now);
  }
}

std::string Credentials::authorization() const {
  if (!token_.empty()) {
    return "Bearer " + token_;
  }
  if (!connection_.username.empty() || !connection_.password.empty()) {
    return "Basic " + encode_base64(connection_.username + ":" + connection_.password);
  }
  return {};
}

std::string Credentials::masked(std::string text) const {
  mask(text, token_);
  mask(text, connection_.token);
  mask(text, connection_.password);
  if (!connection_.password.empty()) {
    mask(text, encode_base64(connection_.username + ":" + connection_.password));
  }
  return text;
}

std::string Credentials::description() const {
  if (!token_.empty()) {
    return "the bearer token";
  }
  if (!connection_.username.empty() || !connection_.password.empty()) {
    return "the user name and password";
  }
  return client_certificate_.empty() ? "" : "the client certificate";
}

}  // namespace mesh::kube
