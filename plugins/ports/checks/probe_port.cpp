// SPDX-License-Identifier: Apache-2.0
//
// MTLS-51: the kubelet looks up a probe's port by name among the ports of the same container, and
// so does the injector when it redirects the probe. A name that is not there makes the probe fail
// for ever. Numbers are asked as they are, declared or not, so nothing is said about them. Pods
// that were injected show the redirected probe; what their author wrote stands in the workload.

#include "common/base/text.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"

#include <algorithm>
#include <set>

namespace mesh::ports {
namespace {

// A pod as its author wrote it: the template of its workload, or the pod itself.
struct WrittenPod {
  const ObjectRef* object = nullptr;
  FieldPath spec;
  const PodSpec* pod_spec = nullptr;
};

WrittenPod written(const Snapshot& snapshot, const Pod& pod) {
  const Workload* workload = snapshot.workload_of(pod);
  return workload != nullptr ? WrittenPod{&workload->ref, workload->template_path().with("spec"),
                                          &workload->pod_template.spec}
                             : WrittenPod{&pod.ref, pod.path("spec"), &pod.spec};
}

struct NamedProbe {
  std::string_view field;
  std::string_view action;
  std::string_view port;
  std::string_view effect;
};

void append_named(const std::optional<Probe>& probe, std::string_view field,
                  std::string_view effect, std::vector<NamedProbe>& out) {
  if (!probe) {
    return;
  }
  if (probe->http_get && probe->http_get->port.is_name()) {
    out.push_back({field, "httpGet", probe->http_get->port.name, effect});
  }
  if (probe->tcp_socket && probe->tcp_socket->port.is_name()) {
    out.push_back({field, "tcpSocket", probe->tcp_socket->port.name, effect});
  }
}

std::vector<NamedProbe> named_probes(const Container& container) {
  std::vector<NamedProbe> probes;
  append_named(container.readiness_probe, "readinessProbe", "the pod never becomes ready", probes);
  append_named(container.liveness_probe, "livenessProbe",
               "the container is restarted again and again", probes);
  append_named(container.startup_probe, "startupProbe",
               "the container is restarted again and again", probes);
  return probes;
}

bool declares(const Container& container, std::string_view name) {
  return std::any_of(container.ports.begin(), container.ports.end(),
                     [&](const ContainerPort& port) { return port.name == name; });
}

void suggest(const PodSpec& spec, const Container& container, std::string_view name,
             Finding& finding) {
  std::vector<std::string_view> names;
  for (const ContainerPort& port : container.ports) {
    if (!port.name.empty()) {
      names.push_back(port.name);
    }
  }
  const auto other = std::find_if(spec.containers.begin(), spec.containers.end(),
                                  [&](const Container& each) { return declares(each, name); });
  if (parse_number(name)) {
    finding.remedy("write the port as a number, without quotes: {}", name);
  } else if (const auto near = closest(name, names)) {
    finding.remedy("set the probe's port to {}, or name the container port \"{}\"", *near, name);
  } else if (other != spec.containers.end()) {
    finding.remedy(
        "write the port as a number: \"{}\" is a port of container {}, and names are "
        "looked up in the same container only",
        name, other->name);
  } else {
    finding.remedy("name a port of container {} \"{}\", or write the port as a number",
                   container.name, name);
  }
}

void look_at(const WrittenPod& pod, const std::vector<Container>& list, std::string_view field,
             Reporter& report) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (const NamedProbe& probe : named_probes(list[i])) {
      if (declares(list[i], probe.port)) {
        continue;
      }
      Finding& finding =
          report.add(*pod.object, pod.spec.with(field, i, probe.field, probe.action, "port"),
                     "the {} of container {} asks port \"{}\", which the container does not "
                     "declare: it always "
                     "fails, and {}",
                     probe.field, list[i].name, probe.port, probe.effect);
      suggest(*pod.pod_spec, list[i], probe.port, finding);
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::set<ObjectRef> seen;
  for (const Pod& pod : snapshot.pods()) {
    if (!concerns_mesh(pod) || pod.is_finished() || !seen.insert(pod.workload).second) {
      continue;
    }
    const WrittenPod written_pod = written(snapshot, pod);
    look_at(written_pod, written_pod.pod_spec->containers, "containers", report);
    look_at(written_pod, written_pod.pod_spec->init_containers, "initContainers", report);
  }
}

}  // namespace

constinit const Check kProbePort{
    .info =
        {.code = "PORT012",
         .severity = Severity::Error,
         .title = "Probes point at ports that exist",
         .reads = kPodsAndWorkloads,
         .explain =
             "A probe whose `port` is a name asks the port of that name in *the same container*. "
             "If the container declares none, the kubelet cannot resolve it, and in an injected "
             "pod the probe is redirected to nothing. It fails every time: with a readiness probe "
             "the pod never becomes ready and its Service answers `503 UH`; with a liveness or "
             "startup probe the container is restarted without end.\n\n"
             "Use a name under `ports` of the container, or write the number, which need not be "
             "declared."},
    .run = run,
};

}  // namespace mesh::ports
