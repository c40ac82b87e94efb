// SPDX-License-Identifier: Apache-2.0
//
// What the injector's templates put into a pod (INJ-41 … INJ-45), as far as it decides whether the
// API server takes the result: containers with their security context, volumes, labels. Istio's own
// templates are known here; of others only what stands in their text.
#pragma once

#include "common/istio/native_sidecar.h"
#include "common/model/snapshot.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

// What a template is rendered with.
struct TemplateInput {
  const InjectorConfig& config;
  const MeshConfig& mesh_config;
  const Pod& pod;
  NativeSidecar native;
  std::string_view revision;
};

// A rendered template: a pod to be laid over the user's.
struct TemplatePod {
  std::vector<Container> init_containers;
  std::vector<Container> containers;
  std::vector<Volume> volumes;
  Labels labels;
  std::vector<std::string_view> with_resources;  // containers with the proxy's requests and limits
  std::string error;                             // why it cannot be rendered
};

// The names of the templates in use: annotation inject.istio.io/templates, else the configuration's
// defaultTemplates; aliases resolved.
std::vector<std::string_view> template_names(const InjectorConfig& config, const Pod& pod);

// nullopt if the injector has no template of that name.
std::optional<TemplatePod> render_template(std::string_view name, const TemplateInput& input);

}  // namespace mesh::istio
