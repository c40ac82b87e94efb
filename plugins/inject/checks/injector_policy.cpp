// SPDX-License-Identifier: Apache-2.0
//
// INJ-14: policy knows the words "enabled" and "disabled". With any other, or none, the injector
// lets every pod pass without a sidecar, those that ask for one themselves too, and logs an error.

#include "common/istio/injector_policy.h"

#include "common/istio/revision.h"
#include "plugins/inject/checks.h"

namespace mesh::inject {
namespace {

std::string wrong_with(std::string_view policy) {
  return policy.empty()
             ? "policy is missing"
             : fmt::format("policy \"{}\" is neither \"enabled\" nor \"disabled\"", policy);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const ConfigMap& config : snapshot.all<ConfigMap>()) {
    if (!istio::is_injector_config(config) || !config.data.injector_config) {
      continue;
    }
    if (istio::auto_inject(config) != istio::AutoInject::Illegal) {
      continue;
    }
    report
        .add(config.ref, FieldPath("data", "config"),
             "{}: this injector adds no sidecar to any pod, whatever labels ask for",
             wrong_with(config.data.injector_config->policy))
        .remedy(
            "set policy to enabled (Helm: global.proxy.autoInject), restart istiod, then the "
            "workloads")
        .whole_mesh();
  }
}

}  // namespace

constinit const Check kInjectorPolicy{
    .info = {.code = "INJ043",
             .severity = Severity::Error,
             .title = "Injector policy is enabled or disabled",
             .reads = Kinds{Kind::ConfigMap},
             .explain =
                 "`policy` in the injector's configuration (ConfigMap `istio-sidecar-injector`, "
                 "key `config`; Helm value `global.proxy.autoInject`) is `enabled` or `disabled`. "
                 "With any other word, or without `policy`, the injector adds no sidecar at all, "
                 "not even to pods labelled `sidecar.istio.io/inject: \"true\"`; only istiod's "
                 "log says so.\n\n"
                 "Correct the word."},
    .run = run,
};

}  // namespace mesh::inject
