// SPDX-License-Identifier: Apache-2.0
//
// INJ-18, INJ-50, INJ-52: whether the API server's call of an injector webhook fails, as far as the
// objects show: no Service, no ready endpoint, no or another CA's caBundle, an istiod without its
// ConfigMap. About webhooks by url (managed control planes) the cluster knows nothing; firewalls
// and network policies are not looked at.
#pragma once

#include "common/istio/webhook_match.h"

#include <optional>
#include <string>

namespace mesh::istio {

struct CallFailure {
  std::string message;  // as the API server says it, behind "failed to call webhook: "
  ObjectRef object;     // that is at fault
  FieldPath field;
};

std::optional<CallFailure> call_failure(const Snapshot& snapshot, const InjectorWebhook& webhook);

}  // namespace mesh::istio
