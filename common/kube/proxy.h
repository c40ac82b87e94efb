// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"
#include "common/kube/server_url.h"

#include <string>
#include <string_view>

namespace mesh::kube {

// What a kubeconfig's proxy-url may be: http, https or socks5, with a host.
bool is_proxy_url(std::string_view url);

// The proxy that the environment prescribes for this server, by Go's rules; empty for none.
std::string proxy_of_environment(const ServerUrl& server, const Environment& environment);

// "proxy.corp:3128" of a proxy's URL: what may be shown, for its userinfo is a secret.
std::string proxy_host(std::string_view url);

}  // namespace mesh::kube
