// SPDX-License-Identifier: Apache-2.0
#include "common/istio/injection_template.h"

#include "common/base/text.h"
#include "common/istio/proxy.h"
#include "common/istio/proxy_config.h"
#include "common/model/pod_annotations.h"

#include <algorithm>
#include <array>

namespace mesh::istio {
namespace {

constexpr std::string_view kImage = "proxyv2";

std::string_view image_of(const TemplateInput& input) {
  const std::string_view image = input.pod.meta.annotations.get("sidecar.istio.io/proxyImage");
  return image.find('/') == std::string_view::npos ? kImage : image;
}

SecurityContext unprivileged(const InjectorConfig& config) {
  SecurityContext context;
  context.privileged = config.privileged;
  context.allow_privilege_escalation = config.privileged;
  context.capabilities_drop = {"ALL"};
  context.run_as_non_root = true;
  context.run_as_user = kProxyUser;
  context.seccomp_profile = config.seccomp_profile;
  return context;
}

SecurityContext as_root(SecurityContext context, std::vector<std::string_view> capabilities) {
  context.run_as_non_root = false;
  context.run_as_user = 0;
  context.capabilities_add = std::move(capabilities);
  return context;
}

// INJ-45: with CNI the rules are there already, and are only looked at.
Container init_container(const TemplateInput& input) {
  Container container;
  container.name = input.config.cni_enabled ? "istio-validation" : "istio-init";
  container.image = image_of(input);
  const SecurityContext context = unprivileged(input.config);
  container.security_context =
      input.config.cni_enabled ? context : as_root(context, {"NET_ADMIN", "NET_RAW"});
  return container;
}

Container proxy_container(const TemplateInput& input, bool tproxy) {
  Container container;
  container.name = kProxyContainer;
  container.image = image_of(input);
  const bool binds_low_ports =
      input.pod.meta.annotations.get("sidecar.istio.io/capNetBindService") == "true";
  std::vector<std::string_view> capabilities;
  if (tproxy) {
    capabilities.emplace_back("NET_ADMIN");
  }
  if (binds_low_ports) {
    capabilities.emplace_back("NET_BIND_SERVICE");
  }
  const SecurityContext context = unprivileged(input.config);
  container.security_context =
      capabilities.empty() ? context : as_root(context, std::move(capabilities));
  return container;
}

void add_volumes(TemplatePod& out, std::initializer_list<std::string_view> empty_dirs) {
  for (const std::string_view name : empty_dirs) {
    out.volumes.push_back({.name = name, .type = "emptyDir"});
  }
  out.volumes.push_back({.name = "istio-data", .type = "emptyDir"});
  out.volumes.push_back({.name = "istio-podinfo", .type = "downwardAPI"});
  out.volumes.push_back({.name = "istio-token", .type = "projected"});
  out.volumes.push_back({.name = "istiod-ca-cert", .type = "configMap"});
}

// Annotations userVolume and userVolumeMount are iterated over while the template is rendered.
void add_user_volumes(TemplatePod& out, const Pod& pod) {
  if (pod.meta.pod_annotations == nullptr) {
    return;
  }
  const PodAnnotations& annotations = *pod.meta.pod_annotations;
  if (!annotations.user_mounts.error.empty()) {
    out.error = "sidecar.istio.io/userVolumeMount: " + annotations.user_mounts.error;
  } else if (!annotations.user_volumes.error.empty()) {
    out.error = "sidecar.istio.io/userVolume: " + annotations.user_volumes.error;
  } else if (annotations.user_volumes.value) {
    const std::vector<Volume>& volumes = *annotations.user_volumes.value;
    out.volumes.insert(out.volumes.end(), volumes.begin(), volumes.end());
  }
}

TemplatePod sidecar(const TemplateInput& input) {
  TemplatePod out;
  const std::string_view mode =
      interception_mode_of(input.pod.meta, input.mesh_config.default_config);
  if (mode != "NONE") {
    out.init_containers.push_back(init_container(input));
    out.with_resources.push_back(out.init_containers.back().name);
  }
  Container proxy = proxy_container(input, mode == "TPROXY");
  proxy.restart_policy = input.native.in_template ? "Always" : "";
  (input.native.in_template ? out.init_containers : out.containers).push_back(std::move(proxy));
  out.with_resources.push_back(kProxyContainer);
  add_volumes(out, {"workload-socket", "credential-socket", "workload-certs", "istio-envoy"});
  if (input.pod.meta.annotations.contains("sidecar.istio.io/bootstrapOverride")) {
    out.volumes.push_back({.name = "custom-bootstrap-volume", .type = "configMap"});
  }
  add_user_volumes(out, input.pod);
  out.labels.set("security.istio.io/tlsMode", "istio");
  return out;
}

TemplatePod gateway(const TemplateInput& input) {
  TemplatePod out;
  Container proxy;
  proxy.name = kProxyContainer;
  proxy.image = image_of(input);
  proxy.security_context = SecurityContext{};
  proxy.security_context->run_as_user = kProxyUser;
  out.containers.push_back(std::move(proxy));
  add_volumes(out, {"workload-socket", "credential-socket", "workload-certs", "istio-envoy"});
  return out;
}

// Containers of the user that the proxyless templates give an environment.
void add_users_containers(TemplatePod& out, const Pod& pod) {
  for (const Container& each : pod.spec.containers) {
    if (each.name != kProxyContainer) {
      Container same;
      same.name = each.name;
      out.containers.push_back(std::move(same));
    }
  }
}

TemplatePod grpc_agent(const TemplateInput& input) {
  TemplatePod out;
  Container proxy;
  proxy.name = kProxyContainer;
  proxy.image = image_of(input);
  out.containers.push_back(std::move(proxy));
  add_users_containers(out, input.pod);
  out.with_resources.push_back(kProxyContainer);
  add_volumes(out, {"workload-socket", "workload-certs", "istio-xds"});
  add_user_volumes(out, input.pod);
  return out;
}

TemplatePod grpc_simple(const TemplateInput& input) {
  TemplatePod out;
  Container bootstrap;
  bootstrap.name = "grpc-bootstrap-init";
  bootstrap.image = "busybox:1.28";
  out.init_containers.push_back(std::move(bootstrap));
  add_users_containers(out, input.pod);
  out.volumes.push_back({.name = "grpc-io-proxyless-bootstrap", .type = "emptyDir"});
  return out;
}

// The templates of waypoints and managed gateways need data that pods do not have.
TemplatePod of_controller(const TemplateInput& /*input*/) {
  TemplatePod out;
  out.error =
      "template: inject: executing \"inject\" at <.ServiceAccount>: can't evaluate field "
      "ServiceAccount in type *inject.SidecarTemplateData";
  return out;
}

struct Shipped {
  std::string_view name;
  TemplatePod (*render)(const TemplateInput& input);
};

constexpr std::array kShipped{Shipped{"sidecar", sidecar},
                              Shipped{"gateway", gateway},
                              Shipped{"grpc-agent", grpc_agent},
                              Shipped{"grpc-simple", grpc_simple},
                              Shipped{"waypoint", of_controller},
                              Shipped{"kube-gateway", of_controller},
                              Shipped{"agentgateway", of_controller},
                              Shipped{"agentgateway-waypoint", of_controller}};

TemplatePod custom(const InjectionTemplate& from) {
  TemplatePod out;
  out.init_containers = from.pod.spec.init_containers;
  out.containers = from.pod.spec.containers;
  out.volumes = from.pod.spec.volumes;
  out.labels = from.pod.meta.labels;
  return out;
}

}  // namespace

std::vector<std::string_view> template_names(const InjectorConfig& config, const Pod& pod) {
  std::vector<std::string_view> asked = config.default_templates;
  if (const auto annotation = pod.meta.annotations.find("inject.istio.io/templates")) {
    asked.clear();
    for (const std::string_view name : split(*annotation, ',')) {
      asked.push_back(trim(name));
    }
  } else if (asked.empty()) {
    asked.emplace_back("sidecar");
  }
  std::vector<std::string_view> names;
  for (const std::string_view name : asked) {
    const auto alias = std::find_if(config.aliases.begin(), config.aliases.end(),
                                    [&](const auto& each) { return each.first == name; });
    if (alias == config.aliases.end()) {
      names.push_back(name);
    } else {
      names.insert(names.end(), alias->second.begin(), alias->second.end());
    }
  }
  return names;
}

std::optional<TemplatePod> render_template(std::string_view name, const TemplateInput& input) {
  const std::vector<InjectionTemplate>& known = input.config.templates.entries;
  const auto entry = std::find_if(known.begin(), known.end(),
                                  [&](const InjectionTemplate& each) { return each.name == name; });
  if (entry == known.end() && !known.empty()) {
    return std::nullopt;
  }
  const auto shipped = std::find_if(kShipped.begin(), kShipped.end(),
                                    [&](const Shipped& each) { return each.name == name; });
  if (shipped != kShipped.end()) {
    return shipped->render(input);
  }
  return entry == known.end() ? std::nullopt : std::optional(custom(*entry));
}

}  // namespace mesh::istio
