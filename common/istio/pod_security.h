// SPDX-License-Identifier: Apache-2.0
//
// INJ-45, INJ-52: Pod Security admission. The namespace's label pod-security.kubernetes.io/enforce
// names the level that the finished pod must keep: istio-init needs capabilities that `baseline`
// forbids, and no sidecar sets the seccomp profile that `restricted` wants. All controls of the
// Pod Security Standards are looked at except SELinux, AppArmor and those of Windows.
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

inline constexpr std::string_view kEnforceKey = "pod-security.kubernetes.io/enforce";

enum class PodSecurityLevel { Privileged, Baseline, Restricted };

// What a namespace's label asks for; a word that is no level counts as restricted.
PodSecurityLevel enforced_level(const Labels& ns_labels);

// Each control the pod breaks, of those that the level has in the version that the namespace's
// labels name: "non-default capabilities (container "x" must not include …)".
std::vector<std::string> pod_security_violations(const Labels& ns_labels, const PodSpec& spec);

// "pods "cart" is forbidden: violates PodSecurity "baseline:latest": …" as the API server says it.
std::string violation_text(std::string_view pod, const Labels& ns_labels,
                           const std::vector<std::string>& violations);

}  // namespace mesh::istio
