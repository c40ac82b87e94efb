// SPDX-License-Identifier: Apache-2.0
#include "common/load/kind_reader.h"

namespace mesh::load {
namespace {

std::array<const KindReader*, kKindCount> index_readers() {
  std::array<const KindReader*, kKindCount> readers{};
  for (const auto group :
       {core_readers(), pod_readers(), workload_readers(), endpoint_readers(), admission_readers(),
        istio_traffic_readers(), istio_security_readers(), monitoring_readers()}) {
    for (const KindReader& reader : group) {
      readers[static_cast<std::size_t>(reader.kind)] = &reader;
    }
  }
  return readers;
}

}  // namespace

const KindReader& reader_of(Kind kind) {
  static const std::array<const KindReader*, kKindCount> kReaders = index_readers();
  return *kReaders[static_cast<std::size_t>(kind)];
}

}  // namespace mesh::load
