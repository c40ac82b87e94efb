// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/verbs/can_target.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/cli/find_named.h"
#include "common/cli/usage_error.h"
#include "common/model/host.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

namespace mesh::mtls {
namespace {

struct Word {
  std::string name;
  std::optional<std::int64_t> port;
};

Word split_port(const std::string& word) {
  const std::size_t colon = word.rfind(':');
  if (colon == std::string::npos) {
    return {word, std::nullopt};
  }
  const auto port = parse_number(std::string_view(word).substr(colon + 1));
  if (!port || *port < 1 || *port > 65535) {
    throw cli::UsageError("\"{}\": the port must be a number from 1 to 65535", word);
  }
  return {word.substr(0, colon), *port};
}

const istio::MeshService* find_host(const istio::MeshIndex& index, const std::string& host) {
  const auto found = index.with_host(to_lower(host));
  return found.empty() ? nullptr : found.front();
}

// The Service object that NAMESPACE/NAME, service/NAME or NAME means.
const Service* find_service(const Snapshot& snapshot, const std::string& name,
                            std::string_view default_ns) {
  const std::size_t slash = name.find('/');
  const auto kind = find_kind_by_word(name.substr(0, slash == std::string::npos ? 0 : slash));
  const std::string plain = kind == Kind::Service ? name.substr(slash + 1) : name;
  return static_cast<const Service*>(cli::find_named(snapshot, Kind::Service, plain, default_ns));
}

std::shared_ptr<const istio::MeshService> of_service(const istio::MeshIndex& index,
                                                     const Service& service) {
  auto made = std::make_shared<istio::MeshService>(istio::mesh_service(service));
  for (const istio::MeshService* known : index.with_host(made->host)) {
    if (known->service == &service) {
      *made = *known;
    }
  }
  return made;
}

// A pod that is called by its address belongs to no service.
std::shared_ptr<const istio::MeshService> of_pod(const Pod& pod, std::int64_t port) {
  auto made = std::make_shared<istio::MeshService>();
  made->host = pod.status.pod_ip;
  made->ns = pod.ref.ns;
  made->addresses = {std::string(pod.status.pod_ip)};
  istio::MeshPort only;
  only.number = port;
  made->ports = {only};
  return made;
}

std::shared_ptr<const istio::MeshService> find_any(const istio::MeshIndex& index, const Word& word,
                                                   std::string_view default_ns,
                                                   std::string_view client_ns) {
  const Snapshot& snapshot = index.snapshot();
  if (const Service* service = find_service(snapshot, word.name, default_ns)) {
    return of_service(index, *service);
  }
  const std::string meant = service_host_meant(word.name);
  for (const std::string& host :
       {meant.empty() ? fully_qualified(word.name, client_ns) : meant, word.name}) {
    if (const istio::MeshService* service = find_host(index, host)) {
      return std::make_shared<istio::MeshService>(*service);
    }
  }
  if (word.name.find('/') == std::string::npos) {
    throw Error(
        "no Service and no ServiceEntry has the name or host \"{}\"; servers are written "
        "NAMESPACE/SERVICE[:PORT], a host name, or pod/NAME:PORT",
        word.name);
  }
  const std::vector<const Pod*> pods = cli::pods_named(snapshot, word.name, default_ns);
  if (!word.port) {
    throw Error("{}: a pod needs a port, for example {}:8080", word.name, word.name);
  }
  if (pods.front()->status.pod_ip.empty()) {
    throw Error("{} has no address yet", pods.front()->ref.text());
  }
  return of_pod(*pods.front(), *word.port);
}

const istio::MeshPort& choose_port(const istio::MeshService& service, const Word& word) {
  if (!word.port && service.ports.size() == 1) {
    return service.ports.front();
  }
  std::vector<std::string> numbers;
  for (const istio::MeshPort& port : service.ports) {
    numbers.push_back(std::to_string(port.number));
    if (word.port == port.number) {
      return port;
    }
  }
  if (word.port) {
    throw Error("{} has no port {}; it has {}", service.host, *word.port, join_and(numbers));
  }
  throw Error("{} has the ports {}: name one, for example {}:{}", service.host, join_and(numbers),
              word.name, numbers.empty() ? "80" : numbers.front());
}

}  // namespace

std::string CanTarget::text() const {
  return fmt::format("{}:{}", service->host, port->number);
}

CanTarget find_server(const istio::MeshIndex& index, const std::string& word,
                      std::string_view default_ns, std::string_view client_ns) {
  const Word parsed = split_port(word);
  CanTarget out{.service = find_any(index, parsed, default_ns, client_ns), .port = nullptr};
  out.port = &choose_port(*out.service, parsed);
  return out;
}

istio::AppProtocol app_protocol(const std::string& option, const istio::MeshPort& port) {
  if (option == "tls" || (option.empty() && istio::is_tls(port.protocol))) {
    return istio::AppProtocol::Tls;
  }
  if (option == "tcp" || (option.empty() && istio::is_tcp(port.protocol))) {
    return istio::AppProtocol::Tcp;
  }
  return istio::AppProtocol::Http;
}

}  // namespace mesh::mtls
