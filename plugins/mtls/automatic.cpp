// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/automatic.h"

#include "common/istio/automatic_mtls.h"
#include "common/istio/inbound.h"
#include "common/istio/mesh_index.h"
#include "plugins/mtls/workloads.h"

#include <map>
#include <optional>

namespace mesh::mtls {
namespace {

// One endpoint, and what is sent to it.
struct Delivery {
  istio::AutomaticMtls automatic;
  bool by_rule = false;  // a tls block decides
  bool is_mtls = false;
  istio::Inbound inbound;
};

bool is_delivered(const Delivery& delivery) {
  const istio::AppProtocol spoken = istio::is_http(delivery.inbound.port.protocol)
                                        ? istio::AppProtocol::Http
                                        : istio::AppProtocol::Tcp;
  const istio::Wire wire = delivery.is_mtls ? istio::Wire::IstioMtls : istio::Wire::Plaintext;
  return istio::outcome_at(delivery.inbound, wire, spoken) == istio::ServerOutcome::Ok;
}

std::optional<Mismatch> cause_of_refused_mtls(const Delivery& delivery) {
  if (delivery.inbound.has_sidecar() && !delivery.inbound.redirected) {
    return Mismatch::ProxyBypassed;
  }
  if (delivery.by_rule) {
    return std::nullopt;  // MTLS003 speaks
  }
  return delivery.inbound.has_sidecar() ? Mismatch::PartlyDisabled : Mismatch::Label;
}

std::optional<Mismatch> cause_of_refused_plaintext(istio::AutomaticMtls automatic) {
  switch (automatic) {
    case istio::AutomaticMtls::NoneInMesh:
      return Mismatch::AutoMtlsOff;
    case istio::AutomaticMtls::NoneInNamespace:
      return Mismatch::NamespaceDisables;
    case istio::AutomaticMtls::NoneWithUnlabelled:
      return Mismatch::PartlyInMesh;
    case istio::AutomaticMtls::ByEndpoint:
      return Mismatch::Label;
    case istio::AutomaticMtls::ToAll:
    case istio::AutomaticMtls::NoneOutside:
      break;
  }
  return std::nullopt;
}

std::optional<Mismatch> mismatch_of(const Delivery& delivery) {
  if (is_delivered(delivery)) {
    return std::nullopt;
  }
  return delivery.is_mtls ? cause_of_refused_mtls(delivery)
                          : cause_of_refused_plaintext(delivery.automatic);
}

// Judges the ports of one Service.
class ServiceJudge {
 public:
  ServiceJudge(const Snapshot& snapshot, const istio::MeshIndex& index, const Service& service)
      : snapshot_(snapshot),
        index_(index),
        service_(service),
        mesh_service_(istio::mesh_service(service)),
        rules_(istio::select_destination_rules(snapshot, service.ref.ns, mesh_service_.host,
                                               service.ref.ns)) {}

  void run(std::vector<AutomaticFailure>& out) {
    for (const istio::MeshPort& port : mesh_service_.ports) {
      if (port.protocol != istio::Protocol::UDP) {
        judge(port);
      }
    }
    for (auto& [mismatch, failure] : failures_) {
      out.push_back(std::move(failure));
    }
  }

 private:
  void judge(const istio::MeshPort& port) {
    const istio::ClientTls tls = istio::client_tls(rules_, port.number);
    const auto endpoints = istio::upstream_endpoints(index_, mesh_service_, port);
    const istio::AutomaticMtls automatic =
        istio::automatic_mtls(snapshot_, mesh_service_, rules_, nullptr, endpoints);
    std::vector<Receiver> behind;
    std::map<Mismatch, std::vector<Receiver>> harmed;
    for (const istio::UpstreamEndpoint& endpoint : endpoints) {
      const bool counts = endpoint.pod != nullptr && is_subject(snapshot_, *endpoint.pod);
      const auto is_mtls = counts ? sends_mtls(tls, automatic, endpoint) : std::nullopt;
      if (!is_mtls) {
        continue;
      }
      const Delivery delivery{automatic, tls.settings != nullptr, *is_mtls,
                              inbound_at(endpoint, port)};
      behind.push_back(receiver_of(endpoint, port, delivery.inbound));
      if (const auto mismatch = mismatch_of(delivery)) {
        harmed[*mismatch].push_back(behind.back());
      }
    }
    for (const auto& [mismatch, receivers] : harmed) {
      note(mismatch, receivers, behind);
    }
  }

  // nullopt: a tls block decides, and other checks speak. MTLS-37: a block that a port block took
  // away still marks the endpoints.
  static std::optional<bool> sends_mtls(const istio::ClientTls& tls, istio::AutomaticMtls automatic,
                                        const istio::UpstreamEndpoint& endpoint) {
    const ClientTlsSettings* decisive =
        tls.settings == nullptr && automatic == istio::AutomaticMtls::ByEndpoint
            ? tls.endpoint_settings
            : tls.settings;
    if (decisive != nullptr && decisive->effective_mode() != ClientTlsMode::ISTIO_MUTUAL) {
      return std::nullopt;
    }
    if (tls.settings != nullptr) {
      return true;
    }
    return automatic == istio::AutomaticMtls::ByEndpoint ? endpoint.speaks_mtls
                                                         : istio::uses_mtls(automatic);
  }

  // Pods of a headless Service are dialled on the Service's own port.
  istio::Inbound inbound_at(const istio::UpstreamEndpoint& endpoint,
                            const istio::MeshPort& port) const {
    const std::int64_t dialled = service_.is_headless() ? port.number : endpoint.port;
    return istio::inbound_of(snapshot_, *endpoint.pod, static_cast<std::int32_t>(dialled));
  }

  static Receiver receiver_of(const istio::UpstreamEndpoint& endpoint, const istio::MeshPort& port,
                              const istio::Inbound& inbound) {
    Receiver receiver{.pod = endpoint.pod,
                      .port = port.service_port,
                      .has_sidecar = inbound.has_sidecar(),
                      .accepts = {}};
    if (inbound.has_sidecar() && inbound.redirected) {
      receiver.accepts = inbound.policy;
    }
    return receiver;
  }

  void note(Mismatch mismatch, const std::vector<Receiver>& harmed,
            const std::vector<Receiver>& behind) {
    AutomaticFailure& failure = failures_[mismatch];
    failure.mismatch = mismatch;
    failure.service = &service_;
    failure.harmed.insert(failure.harmed.end(), harmed.begin(), harmed.end());
    failure.behind.insert(failure.behind.end(), behind.begin(), behind.end());
  }

  const Snapshot& snapshot_;
  const istio::MeshIndex& index_;
  const Service& service_;
  const istio::MeshService mesh_service_;
  const istio::SelectedRules rules_;
  std::map<Mismatch, AutomaticFailure> failures_;
};

}  // namespace

Impact AutomaticFailure::impact() const {
  Target target;
  target.service = service;
  Impact impact;
  impact.add(target, harmed, behind);
  return impact;
}

AutomaticFailures::AutomaticFailures(const Snapshot& snapshot) {
  const auto& index = snapshot.view<istio::MeshIndex>();
  for (const Service& service : snapshot.services()) {
    if (!service.is_external_name()) {
      ServiceJudge(snapshot, index, service).run(all);
    }
  }
}

std::vector<const AutomaticFailure*> AutomaticFailures::of(Mismatch mismatch) const {
  std::vector<const AutomaticFailure*> found;
  for (const AutomaticFailure& failure : all) {
    if (failure.mismatch == mismatch) {
      found.push_back(&failure);
    }
  }
  return found;
}

}  // namespace mesh::mtls
