// SPDX-License-Identifier: Apache-2.0
#include "common/istio/service_names.h"

namespace mesh::istio {
namespace {

constexpr std::string_view kServiceSuffix = ".svc.cluster.local";

void add_names(ServiceNames& out, const std::string& host, std::string_view client_ns) {
  out.all.push_back(host);
  const auto add_short = [&](std::string name) {
    out.short_ones.insert(name);
    out.all.push_back(std::move(name));
  };
  add_short(host + ".");
  const std::size_t dot = host.find('.');
  const std::size_t end = host.find(".svc.");
  if (!host.ends_with(kServiceSuffix) || end == std::string::npos || dot + 1 > end) {
    return;
  }
  if (host.substr(dot + 1, end - dot - 1) == client_ns) {
    add_short(host.substr(0, dot));
  }
  add_short(host.substr(0, end) + ".svc");
  add_short(host.substr(0, end));
}

}  // namespace

ServiceNames names_of(const ImportedService& service, std::string_view client_ns) {
  ServiceNames out;
  add_names(out, service.host(), client_ns);
  for (const std::string& alias : service.aliases) {
    add_names(out, alias, client_ns);
  }
  const MeshService& mesh = *service.service;
  if (mesh.resolution == Resolution::Passthrough && mesh.is_kubernetes()) {
    for (std::size_t i = 0, count = out.all.size(); i < count; ++i) {
      out.all.push_back("*." + out.all[i]);
    }
  }
  for (const std::string& address : mesh.addresses) {
    if (address != kUnspecified) {
      out.all.push_back(address);
    }
  }
  return out;
}

}  // namespace mesh::istio
