// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mesh::kube {

// The parts of an API server's URL, "https://rancher:8443/k8s/clusters/abc".
struct ServerUrl {
  bool https = false;
  std::string authority;  // host and port as written, what kubectl shows
  std::string host;       // without the brackets of IPv6
  std::string port;       // never empty
  std::string path;       // "/k8s/clusters/abc" or empty: no trailing slash

  std::string text() const;
};

// Without a scheme it is http, as with kubectl; query and fragment are dropped. Throws Error.
ServerUrl parse_server_url(std::string_view text);

// "localhost" and the loopback addresses.
bool is_loopback(std::string_view host);

}  // namespace mesh::kube
