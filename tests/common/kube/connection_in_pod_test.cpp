// SPDX-License-Identifier: Apache-2.0
#include "tests/common/kube/kubeconfig_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

// The surroundings of a container with a service account.
class Pod {
 public:
  explicit Pod(std::map<std::string, std::string> more = {}) : variables_(std::move(more)) {
    dir_.write("sa/token", "pod-token");
    dir_.write("sa/ca.crt", kPem);
    dir_.write("sa/namespace", "pod-ns\n");
    variables_.insert({"KUBERNETES_SERVICE_HOST", "fd00::1"});
    variables_.insert({"KUBERNETES_SERVICE_PORT", "443"});
  }

  Connection resolve(const ConnectionFlags& flags = {}) const {
    return resolve_connection(flags, environment_of(variables_), dir_.path("sa"));
  }

  std::string token_file() const { return dir_.path("sa/token"); }

  std::string write(const std::string& config) const { return dir_.write("config", config); }

 private:
  test::TempFolder dir_;
  std::map<std::string, std::string> variables_;
};

}  // namespace

TEST_CASE("in a pod without kubeconfig the service account is used") {
  const Pod pod;
  const Connection connection = pod.resolve();
  CHECK(connection.server == "https://[fd00::1]:443");
  CHECK(connection.certificate_authority == kPem);
  CHECK(connection.token_file == pod.token_file());
  CHECK(connection.ns == "pod-ns");
  CHECK(connection.disable_compression);
}

TEST_CASE("in a pod most flags keep the in-cluster server, unlike kubectl") {
  const Pod pod;
  CHECK(pod.resolve(flag(&ConnectionFlags::request_timeout, "5")).server ==
        "https://[fd00::1]:443");
  CHECK(pod.resolve(flag(&ConnectionFlags::as, "jane")).token_file == pod.token_file());
  const Connection with_token = pod.resolve(flag(&ConnectionFlags::token, "mine"));
  CHECK(with_token.token == "mine");
  CHECK(with_token.token_file.empty());
  CHECK(pod.resolve(flag(&ConnectionFlags::server, "http://other")).server == "http://other");
  CHECK(pod.resolve(flag(&ConnectionFlags::ns, "n")).ns == "n");
}

TEST_CASE("in a pod with a kubeconfig only the default namespace comes from the pod") {
  const Pod pod(std::map<std::string, std::string>{{"POD_NAMESPACE", "named"}});
  const std::string bare = pod.write(config_of("server: 'https://s'", ""));
  const Connection connection = pod.resolve(flag(&ConnectionFlags::kubeconfig, bare));
  CHECK(connection.server == "https://s");
  CHECK(connection.ns == "named");
  const std::string explicit_default = pod.write(
      "current-context: x\n"
      "contexts: [{name: x, context: {cluster: c, namespace: default}}]\n"
      "clusters: [{name: c, cluster: {server: 'https://s'}}]\n");
  CHECK(pod.resolve(flag(&ConnectionFlags::kubeconfig, explicit_default)).ns == "default");
}
