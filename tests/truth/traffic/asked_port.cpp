// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/traffic/asked_port.h"

namespace mesh::truth {

AskedPort asked_port(const istio::MeshIndex& index, const Question& question) {
  const Service& wanted = question.service("service");
  AskedPort out{std::make_shared<istio::MeshService>(istio::mesh_service(wanted)), nullptr};
  for (const istio::MeshService* service : index.with_host(out.service->host)) {
    if (service->service == &wanted) {
      out.service = std::make_shared<istio::MeshService>(*service);
    }
  }
  out.port = out.service->find_port(question.number("port"));
  return out;
}

}  // namespace mesh::truth
