// SPDX-License-Identifier: Apache-2.0
#include "common/istio/reach.h"

#include "common/istio/gateway_pods.h"
#include "common/istio/proxy.h"
#include "common/istio/redirection.h"
#include "common/istio/route_action.h"

#include <algorithm>
#include <tuple>

namespace mesh::istio {
namespace {

Wire wire_of(ClusterTls tls, AppProtocol protocol) {
  switch (tls) {
    case ClusterTls::IstioMtls:
      return Wire::IstioMtls;
    case ClusterTls::Simple:
      return Wire::Simple;
    case ClusterTls::Mutual:
      return Wire::Mutual;
    case ClusterTls::Auto:
    case ClusterTls::Plaintext:
      break;
  }
  return protocol == AppProtocol::Tls ? Wire::AppTls : Wire::Plaintext;
}

Payload payload_of(const ReachQuestion& question) {
  Payload out;
  switch (question.protocol) {
    case AppProtocol::Http:
      out.kind = Payload::Kind::Http;
      out.request.authority = question.service.host;
      break;
    case AppProtocol::Tls:
      out.kind = Payload::Kind::Tls;
      out.sni = question.service.host;
      break;
    case AppProtocol::Tcp:
      out.kind = Payload::Kind::Tcp;
      break;
  }
  return out;
}

ReachedEndpoint reached_endpoint(const Snapshot& snapshot, const UpstreamEndpoint& endpoint,
                                 ClusterTls tls, AppProtocol protocol) {
  ReachedEndpoint reached{.address = endpoint.address,
                          .port = endpoint.port,
                          .pod = endpoint.pod,
                          .wire = wire_of(tls, protocol),
                          .outcome = std::nullopt,
                          .inbound = {}};
  if (endpoint.pod != nullptr) {
    reached.inbound = inbound_of(snapshot, *endpoint.pod, static_cast<std::int32_t>(endpoint.port));
    reached.outcome = outcome_at(reached.inbound, reached.wire, protocol);
  }
  return reached;
}

class Reacher {
 public:
  Reacher(const MeshIndex& index, const ReachQuestion& question)
      : index_(index), question_(question) {}

  Reach run() {
    const bool is_gateway = is_router(question_.client);
    if (is_gateway) {
      through_gateway();
    } else if (!is_in_mesh(snapshot(), question_.client)) {
      out_.reasons.add(question_.client.ref, {}, "the client has no proxy: it sends as it is");
      add_direct();
    } else if (const auto as_proxy = container_as_proxy_user(question_.client);
               as_proxy && as_proxy->is_alone) {
      out_.reasons.add(question_.client.ref, as_proxy->field,
                       "the client runs as the proxy's own {}, 1337: what it sends goes past "
                       "the proxy, as it is",
                       as_proxy->what);
      add_direct();
    } else if (const std::optional<Bypass> by = bypass()) {
      out_.reasons.add(question_.client.ref, by->field,
                       "what the client sends there goes past its proxy, as it is");
      add_direct();
    } else {
      through_sidecar();
      add_what_was_not_looked_at(as_proxy);
    }
    std::sort(out_.endpoints.begin(), out_.endpoints.end(),
              [](const ReachedEndpoint& a, const ReachedEndpoint& b) {
                return std::tie(a.address, a.port, a.wire) < std::tie(b.address, b.port, b.wire);
              });
    const auto same = [](const ReachedEndpoint& a, const ReachedEndpoint& b) {
      return std::tie(a.address, a.port, a.wire) == std::tie(b.address, b.port, b.wire);
    };
    out_.endpoints.erase(std::unique(out_.endpoints.begin(), out_.endpoints.end(), same),
                         out_.endpoints.end());
    return std::move(out_);
  }

 private:
  const Snapshot& snapshot() const { return index_.snapshot(); }

  // What the client dials: the Service's address, or every ready endpoint of a headless one.
  std::vector<std::string> addresses() const {
    if (!question_.service.is_headless()) {
      return {question_.service.address()};
    }
    std::vector<std::string> out;
    for (const UpstreamEndpoint& endpoint : ready_endpoints()) {
      if (std::find(out.begin(), out.end(), endpoint.address) == out.end()) {
        out.push_back(endpoint.address);
      }
    }
    return out;
  }

  // kube-proxy and DNS know nothing of Istio.
  std::vector<UpstreamEndpoint> ready_endpoints() const {
    std::vector<UpstreamEndpoint> out =
        upstream_endpoints(index_, question_.service, question_.port);
    std::erase_if(out, [](const UpstreamEndpoint& endpoint) { return !endpoint.is_healthy; });
    return out;
  }

  std::optional<Bypass> bypass() const {
    const std::vector<std::string> dialled = addresses();
    return dialled.empty()
               ? std::nullopt
               : outbound_bypass(question_.client, dialled.front(), question_.port.number);
  }

  void add_what_was_not_looked_at(const std::optional<ContainerAsProxyUser>& as_proxy) {
    if (question_.service.address() == kUnspecified && !question_.service.is_headless() &&
        has_outbound_ranges(question_.client)) {
      out_.reasons.add(question_.client.ref, {},
                       "the address of the Service is not in the input: the IP ranges that "
                       "the client sends past its proxy were not looked at");
    }
    if (as_proxy) {
      out_.reasons.add(question_.client.ref, as_proxy->field,
                       "container {} runs as the proxy's own {}, 1337: what it sends goes past "
                       "the proxy, as it is; this answer is for the others",
                       as_proxy->container->name, as_proxy->what);
    }
  }

  // A gateway dials nothing: its routes name the cluster.
  void through_gateway() {
    out_.has_proxy = true;
    const ProxyScope scope(index_, question_.client);
    const Dialled dialled{.address = question_.service.address(), .port = question_.port.number};
    Trace trace;
    apply_clusters(scope, dialled, {{question_.service.host, question_.port.number, "", 0}}, trace);
    add_trace(std::move(trace), dialled);
  }

  void through_sidecar() {
    out_.has_proxy = true;
    const ProxyScope scope(index_, question_.client);
    for (const std::string& address : addresses()) {
      const Dialled dialled{.address = address, .port = question_.port.number};
      add_trace(trace_from_sidecar(scope, dialled, payload_of(question_)), dialled);
    }
  }

  void add_trace(Trace trace, const Dialled& dialled) {
    if (trace.result == TraceResult::Passthrough) {
      add_dialled(dialled, ClusterTls::Plaintext);
    }
    for (const Cluster& cluster : trace.clusters) {
      const auto healthy = cluster.healthy();
      out_.is_partial = out_.is_partial || !cluster.exists || healthy.empty();
      for (const ClusterEndpoint* each : healthy) {
        if (cluster.type == ClusterType::OriginalDst) {
          add_dialled({each->endpoint.address, each->endpoint.port}, each->tls);
        } else {
          add(each->endpoint, each->tls);
        }
      }
    }
    out_.traces.push_back(std::move(trace));
  }

  // A Service's address stands for its endpoints.
  void add_dialled(const Dialled& dialled, ClusterTls tls) {
    if (dialled.address == question_.service.address() && !is_bare_pod() &&
        !question_.service.is_headless()) {
      for (const UpstreamEndpoint& endpoint : ready_endpoints()) {
        add(endpoint, tls);
      }
      return;
    }
    UpstreamEndpoint endpoint;
    endpoint.address = dialled.address;
    endpoint.port = dialled.port;
    endpoint.pod = pod_at(dialled.address);
    add(endpoint, tls);
  }

  // A pod that is called by its address.
  bool is_bare_pod() const {
    return question_.service.service == nullptr && question_.service.entry == nullptr;
  }

  void add_direct() {
    if (is_bare_pod()) {
      add_dialled({question_.service.address(), question_.port.number}, ClusterTls::Plaintext);
      return;
    }
    for (UpstreamEndpoint endpoint : ready_endpoints()) {
      if (question_.service.is_headless()) {
        endpoint.port = question_.port.number;
      }
      add(endpoint, ClusterTls::Plaintext);
    }
  }

  const Pod* pod_at(const std::string& address) const {
    for (const Pod& pod : snapshot().pods()) {
      if (pod.status.pod_ip == address && !pod.spec.host_network) {
        return &pod;
      }
    }
    return nullptr;
  }

  void add(const UpstreamEndpoint& endpoint, ClusterTls tls) {
    out_.endpoints.push_back(reached_endpoint(snapshot(), endpoint, tls, question_.protocol));
  }

  const MeshIndex& index_;
  const ReachQuestion& question_;
  Reach out_;
};

}  // namespace

Reach reach(const MeshIndex& index, const ReachQuestion& question) {
  return Reacher(index, question).run();
}

Reach reach_at_end(const Snapshot& snapshot, Trace trace, AppProtocol protocol) {
  Reach out;
  out.has_proxy = true;
  for (const Cluster& cluster : trace.clusters) {
    if (cluster.type == ClusterType::OriginalDst) {
      continue;
    }
    for (const ClusterEndpoint* each : cluster.healthy()) {
      out.endpoints.push_back(reached_endpoint(snapshot, each->endpoint, each->tls, protocol));
    }
  }
  out.traces.push_back(std::move(trace));
  return out;
}

}  // namespace mesh::istio
