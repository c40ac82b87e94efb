// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mesh::kube {

// The entries of kubeconfig files, as written but for two things: relative paths are made absolute
// (they are relative to the file that holds them), and base64 data is decoded.

struct ClusterEntry {
  std::string server;
  std::string tls_server_name;
  bool insecure_skip_tls_verify = false;
  std::string certificate_authority;
  std::string certificate_authority_data;
  std::string proxy_url;
  bool disable_compression = false;
  std::string exec_config_json;
};

struct AuthProvider {
  std::string name;
  std::string id_token;
};

struct UserEntry {
  std::string client_certificate;
  std::string client_certificate_data;
  std::string client_key;
  std::string client_key_data;
  std::string token;
  std::string token_file;
  std::string username;
  std::string password;
  std::string as;
  std::string as_uid;
  std::vector<std::string> as_groups;
  std::vector<std::pair<std::string, std::string>> as_user_extra;
  AuthProvider auth_provider;
  std::optional<ExecPlugin> exec;
};

struct ContextEntry {
  std::string cluster;
  std::string user;
  std::string ns;
};

template <typename Entry>
using EntriesByName = std::map<std::string, Entry, std::less<>>;

struct Kubeconfig {
  EntriesByName<ClusterEntry> clusters;
  EntriesByName<UserEntry> users;
  EntriesByName<ContextEntry> contexts;
  std::string current_context;
  std::vector<std::string> looked_for;  // all paths, also of files that do not exist
  bool found_file = false;
};

// Reads the file of --kubeconfig, or those of $KUBECONFIG, or ~/.kube/config, and merges them: of
// two entries with one name the first is taken whole. Throws Error for a file that cannot be read;
// only --kubeconfig insists that its file exists.
Kubeconfig load_kubeconfig(const std::string& kubeconfig_flag, const Environment& environment);

// One file's text. `directory` is what its relative paths are relative to.
Kubeconfig parse_kubeconfig(const std::string& text, const std::string& directory);

}  // namespace mesh::kube
