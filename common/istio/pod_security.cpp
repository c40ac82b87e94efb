// SPDX-License-Identifier: Apache-2.0
#include "common/istio/pod_security.h"

#include "common/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mesh::istio {
namespace {

constexpr std::string_view kVersionKey = "pod-security.kubernetes.io/enforce-version";

using Names = std::vector<std::string_view>;

constexpr std::array<std::string_view, 13> kDefaultCapabilities{
    "AUDIT_WRITE",      "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",      "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT"};

constexpr std::array<std::string_view, 11> kSafeSysctls{"kernel.shm_rmid_forced",
                                                        "net.ipv4.ip_local_port_range",
                                                        "net.ipv4.ip_unprivileged_port_start",
                                                        "net.ipv4.tcp_syncookies",
                                                        "net.ipv4.ping_group_range",
                                                        "net.ipv4.ip_local_reserved_ports",
                                                        "net.ipv4.tcp_keepalive_time",
                                                        "net.ipv4.tcp_fin_timeout",
                                                        "net.ipv4.tcp_keepalive_intvl",
                                                        "net.ipv4.tcp_keepalive_probes",
                                                        "net.ipv4.tcp_rmem"};

constexpr std::array<std::string_view, 8> kRestrictedVolumes{
    "configMap", "csi",   "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim",
    "projected", "secret"};

template <typename List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string quoted(const Names& names) {
  std::vector<std::string> out;
  for (const std::string_view name : names) {
    out.push_back(fmt::format("\"{}\"", name));
  }
  return join(out, ", ");
}

// `container "a"`, `containers "a", "b"`.
std::string containers(const Names& names) {
  return fmt::format("container{} {}", names.size() == 1 ? "" : "s", quoted(names));
}

class Controls {
 public:
  explicit Controls(const PodSpec& spec) : spec_(spec) {
    for (const std::vector<Container>* list : {&spec.init_containers, &spec.containers}) {
      for (const Container& each : *list) {
        all_.push_back(&each);
      }
    }
  }

  std::vector<std::string> baseline(bool capabilities) {
    if (capabilities) {
      default_capabilities();
    }
    host_namespaces();
    host_path();
    host_ports();
    privileged();
    proc_mount();
    unconfined();
    sysctls();
    return std::move(out_);
  }

  // Of version 1.`minor`; the numbers are those of the first version with the control.
  std::vector<std::string> restricted(std::int64_t minor) {
    const bool drops_capabilities = minor >= 22;
    baseline_for_restricted(!drops_capabilities);
    if (minor >= 8) {
      privilege_escalation();
    }
    if (drops_capabilities) {
      dropped_capabilities();
    }
    volume_types();
    non_root();
    if (minor >= 23) {
      root_user();
    }
    if (minor >= 19) {
      seccomp_profile();
    }
    return std::move(out_);
  }

 private:
  static const SecurityContext& context(const Container& container) {
    static const SecurityContext kNone;
    return container.security_context ? *container.security_context : kNone;
  }

  template <typename Breaks>
  Names those(Breaks breaks) const {
    Names names;
    for (const Container* each : all_) {
      if (breaks(context(*each))) {
        names.push_back(each->name);
      }
    }
    return names;
  }

  void note(std::string_view control, std::string_view details) {
    out_.push_back(fmt::format("{} ({})", control, details));
  }

  void baseline_for_restricted(bool capabilities) { out_ = Controls(spec_).baseline(capabilities); }

  // Names of the containers that add capabilities beyond those allowed, and these capabilities.
  template <typename Allowed>
  std::string added_beyond(const Allowed& allowed) const {
    Names names;
    Names added;
    for (const Container* each : all_) {
      bool any = false;
      for (const std::string_view capability : context(*each).capabilities_add) {
        if (!contains(allowed, capability)) {
          any = true;
          if (!contains(added, capability)) {
            added.push_back(capability);
          }
        }
      }
      if (any) {
        names.push_back(each->name);
      }
    }
    std::sort(added.begin(), added.end());
    return names.empty() ? std::string()
                         : fmt::format("{} must not include {} in securityContext.capabilities.add",
                                       containers(names), quoted(added));
  }

  void default_capabilities() {
    const std::string added = added_beyond(kDefaultCapabilities);
    if (!added.empty()) {
      note("non-default capabilities", added);
    }
  }

  void host_namespaces() {
    std::vector<std::string> used;
    for (const auto& [on, name] :
         {std::pair(spec_.host_network, "hostNetwork=true"),
          std::pair(spec_.host_pid, "hostPID=true"), std::pair(spec_.host_ipc, "hostIPC=true")}) {
      if (on) {
        used.emplace_back(name);
      }
    }
    if (!used.empty()) {
      note("host namespaces", join(used, ", "));
    }
  }

  void host_path() {
    Names names;
    for (const Volume& volume : spec_.volumes) {
      if (volume.type == "hostPath") {
        names.push_back(volume.name);
      }
    }
    if (!names.empty()) {
      note("hostPath volumes",
           fmt::format("volume{} {}", names.size() == 1 ? "" : "s", quoted(names)));
    }
  }

  void host_ports() {
    Names names;
    for (const Container* each : all_) {
      if (std::any_of(each->ports.begin(), each->ports.end(),
                      [](const ContainerPort& port) { return port.host_port != 0; })) {
        names.push_back(each->name);
      }
    }
    if (!names.empty()) {
      note("hostPort", containers(names) + " uses a hostPort");
    }
  }

  void privileged() {
    const Names names =
        those([](const SecurityContext& each) { return each.privileged.value_or(false); });
    if (!names.empty()) {
      note("privileged", containers(names) + " must not set securityContext.privileged=true");
    }
  }

  void proc_mount() {
    const Names names = those([](const SecurityContext& each) {
      return !each.proc_mount.empty() && each.proc_mount != "Default";
    });
    if (!names.empty()) {
      note("procMount", containers(names) + " must not set securityContext.procMount");
    }
  }

  void unconfined() {
    const Names names =
        those([](const SecurityContext& each) { return each.seccomp_profile == "Unconfined"; });
    if (!names.empty() || spec_.security_context.seccomp_profile == "Unconfined") {
      note("seccompProfile",
           (names.empty() ? std::string("pod") : containers(names)) +
               " must not set securityContext.seccompProfile.type to \"Unconfined\"");
    }
  }

  void sysctls() {
    Names names;
    for (const Sysctl& sysctl : spec_.security_context.sysctls) {
      if (!contains(kSafeSysctls, sysctl.name)) {
        names.push_back(sysctl.name);
      }
    }
    if (!names.empty()) {
      note("forbidden sysctls", quoted(names));
    }
  }

  void privilege_escalation() {
    const Names names = those(
        [](const SecurityContext& each) { return each.allow_privilege_escalation.value_or(true); });
    if (!names.empty()) {
      note("allowPrivilegeEscalation != false",
           containers(names) + " must set securityContext.allowPrivilegeEscalation=false");
    }
  }

  void dropped_capabilities() {
    const Names names =
        those([](const SecurityContext& each) { return !contains(each.capabilities_drop, "ALL"); });
    std::vector<std::string> details;
    if (!names.empty()) {
      details.push_back(containers(names) +
                        " must set securityContext.capabilities.drop=[\"ALL\"]");
    }
    const std::string added = added_beyond(std::array<std::string_view, 1>{"NET_BIND_SERVICE"});
    if (!added.empty()) {
      details.push_back(added);
    }
    if (!details.empty()) {
      note("unrestricted capabilities", join(details, "; "));
    }
  }

  void volume_types() {
    Names names;
    for (const Volume& volume : spec_.volumes) {
      // Without a type the API server makes it an emptyDir.
      if (!volume.type.empty() && !contains(kRestrictedVolumes, volume.type)) {
        names.push_back(volume.name);
      }
    }
    if (!names.empty()) {
      note("restricted volume types", fmt::format("volume{} {} uses a restricted volume type",
                                                  names.size() == 1 ? "" : "s", quoted(names)));
    }
  }

  void non_root() {
    const Names wrong =
        those([](const SecurityContext& each) { return each.run_as_non_root == false; });
    const Names missing = those([](const SecurityContext& each) { return !each.run_as_non_root; });
    const PodSecurityContext& pod = spec_.security_context;
    if (!wrong.empty()) {
      note("runAsNonRoot != true",
           containers(wrong) + " must not set securityContext.runAsNonRoot=false");
    } else if (pod.run_as_non_root == false) {
      note("runAsNonRoot != true", "pod must not set securityContext.runAsNonRoot=false");
    } else if (!pod.run_as_non_root && !missing.empty()) {
      note("runAsNonRoot != true",
           "pod or " + containers(missing) + " must set securityContext.runAsNonRoot=true");
    }
  }

  void root_user() {
    const Names names = those([](const SecurityContext& each) { return each.run_as_user == 0; });
    if (!names.empty()) {
      note("runAsUser=0", containers(names) + " must not set runAsUser=0");
    } else if (spec_.security_context.run_as_user == 0) {
      note("runAsUser=0", "pod must not set runAsUser=0");
    }
  }

  static bool is_confined(std::string_view profile) {
    return profile == "RuntimeDefault" || profile == "Localhost";
  }

  void seccomp_profile() {
    if (is_confined(spec_.security_context.seccomp_profile)) {
      return;
    }
    const Names names =
        those([](const SecurityContext& each) { return !is_confined(each.seccomp_profile); });
    if (!names.empty()) {
      note("seccompProfile",
           "pod or " + containers(names) +
               " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or "
               "\"Localhost\"");
    }
  }

  const PodSpec& spec_;
  std::vector<const Container*> all_;
  std::vector<std::string> out_;
};

// "v1.18" gives 18; "latest", and what is no version, the newest.
std::int64_t enforced_minor(const Labels& ns_labels) {
  constexpr std::int64_t kLatest = 1000;
  constexpr std::string_view kMajor = "v1.";
  const std::string_view version = ns_labels.get(kVersionKey);
  return version.starts_with(kMajor) ? parse_number(version.substr(kMajor.size())).value_or(kLatest)
                                     : kLatest;
}

}  // namespace

PodSecurityLevel enforced_level(const Labels& ns_labels) {
  const auto level = ns_labels.find(kEnforceKey);
  if (!level || *level == "privileged") {
    return PodSecurityLevel::Privileged;
  }
  return *level == "baseline" ? PodSecurityLevel::Baseline : PodSecurityLevel::Restricted;
}

std::vector<std::string> pod_security_violations(const Labels& ns_labels, const PodSpec& spec) {
  switch (enforced_level(ns_labels)) {
    case PodSecurityLevel::Privileged:
      break;
    case PodSecurityLevel::Baseline:
      return Controls(spec).baseline(true);
    case PodSecurityLevel::Restricted:
      return Controls(spec).restricted(enforced_minor(ns_labels));
  }
  return {};
}

std::string violation_text(std::string_view pod, const Labels& ns_labels,
                           const std::vector<std::string>& violations) {
  const auto version = ns_labels.find(kVersionKey);
  return fmt::format(
      "pods \"{}\" is forbidden: violates PodSecurity \"{}:{}\": {}", pod,
      enforced_level(ns_labels) == PodSecurityLevel::Baseline ? "baseline" : "restricted",
      version.value_or("latest"), join(violations, ", "));
}

}  // namespace mesh::istio
