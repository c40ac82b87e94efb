// SPDX-License-Identifier: Apache-2.0
#include "common/kube/in_cluster.h"

#include "common/base/text.h"
#include "common/kube/pem.h"
#include "common/kube/read_file.h"

namespace mesh::kube {
namespace {

std::string read_if_there(const std::string& path) {
  return is_file(path) ? read_file(path) : std::string();
}

std::string join_host_port(const std::string& host, const std::string& port) {
  return host.find(':') == std::string::npos ? host + ":" + port : "[" + host + "]:" + port;
}

std::string pod_namespace(const Environment& environment, const std::string& directory) {
  const std::string named = environment("POD_NAMESPACE").value_or("");
  return named.empty() ? std::string(trim(read_if_there(directory + "/namespace"))) : named;
}

}  // namespace

std::optional<InCluster> find_in_cluster(const Environment& environment,
                                         const std::string& service_account_directory) {
  const std::string host = environment("KUBERNETES_SERVICE_HOST").value_or("");
  const std::string port = environment("KUBERNETES_SERVICE_PORT").value_or("");
  const std::string token_file = service_account_directory + "/token";
  if (host.empty() || port.empty() || !is_file(token_file)) {
    return std::nullopt;
  }
  InCluster found;
  found.server = "https://" + join_host_port(host, port);
  const std::string authority = read_if_there(service_account_directory + "/ca.crt");
  found.certificate_authority = has_certificate(authority) ? authority : "";
  found.token_file = token_file;
  found.ns = pod_namespace(environment, service_account_directory);
  return found;
}

}  // namespace mesh::kube
