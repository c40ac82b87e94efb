// SPDX-License-Identifier: Apache-2.0
//
// Connections by kubeconfigs that tests write as text.
#pragma once

#include "common/kube/connection.h"
#include "tests/common/kube/environment.h"
#include "tests/common/kube/error_of.h"
#include "tests/support/temp_folder.h"

#include <string>
#include <type_traits>
#include <utility>

namespace mesh::kube {

inline constexpr const char* kPem =
    "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

// Just this flag given.
template <typename T>
ConnectionFlags flag(T ConnectionFlags::*member, std::type_identity_t<T> value) {
  ConnectionFlags flags;
  flags.*member = std::move(value);
  return flags;
}

// A kubeconfig of one cluster "c" and one user "u" with these fields.
inline std::string config_of(const std::string& cluster, const std::string& user) {
  return "current-context: x\n"
         "contexts: [{name: x, context: {cluster: c, user: u}}]\n"
         "clusters: [{name: c, cluster: {" +
         cluster +
         "}}]\n"
         "users: [{name: u, user: {" +
         user + "}}]\n";
}

inline Connection resolve(const std::string& config, ConnectionFlags flags = {}) {
  const test::TempFolder dir;
  dir.write("ca.crt", kPem);
  flags.kubeconfig = dir.write("config", config);
  return resolve_connection(flags, environment_of({}), dir.path("no-service-account"));
}

inline Connection resolve_user(const std::string& user, const ConnectionFlags& flags = {}) {
  return resolve(config_of("server: 'https://s'", user), flags);
}

inline std::string error_for(const std::string& config, const ConnectionFlags& flags = {}) {
  return error_of([&] { resolve(config, flags); });
}

inline std::string user_error(const std::string& user, const ConnectionFlags& flags = {}) {
  return error_for(config_of("server: 'https://s'", user), flags);
}

}  // namespace mesh::kube
