// SPDX-License-Identifier: Apache-2.0
// security.istio.io
#include "common/load/fields_istio.h"
#include "common/load/kind_reader.h"

namespace mesh::load {

template <>
struct EnumNames<MtlsMode> {
  static constexpr std::array<std::pair<std::string_view, MtlsMode>, 4> kNames{
      {{"UNSET", MtlsMode::UNSET},
       {"DISABLE", MtlsMode::DISABLE},
       {"PERMISSIVE", MtlsMode::PERMISSIVE},
       {"STRICT", MtlsMode::STRICT}}};
};

template <>
struct FieldsOf<MutualTls> {
  static constexpr auto kFields = fields(field("mode", &MutualTls::mode));
};

template <>
struct FieldsOf<PeerAuthentication> {
  static constexpr auto kFields =
      fields(field("metadata", &PeerAuthentication::meta),
             group("spec", kJsonOnly, field("selector", &PeerAuthentication::selector),
                   field("mtls", &PeerAuthentication::mtls),
                   field("portLevelMtls", &PeerAuthentication::port_level_mtls)));
};

std::span<const KindReader> istio_security_readers() {
  static constexpr std::array kReaders{
      json_kind_reader<PeerAuthentication, Kind::PeerAuthentication>()};
  return kReaders;
}

}  // namespace mesh::load
