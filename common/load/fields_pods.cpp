// SPDX-License-Identifier: Apache-2.0
#include "common/load/fields_pods.h"

#include "common/load/kind_reader.h"

namespace mesh::load {

template <>
struct FieldsOf<ContainerStateWaiting> {
  static constexpr auto kFields = fields(field("reason", 1, &ContainerStateWaiting::reason),
                                         field("message", 2, &ContainerStateWaiting::message));
};

template <>
struct FieldsOf<ContainerStateTerminated> {
  static constexpr auto kFields = fields(field("exitCode", 1, &ContainerStateTerminated::exit_code),
                                         field("reason", 3, &ContainerStateTerminated::reason));
};

template <>
struct FieldsOf<ContainerStatus> {
  static constexpr auto kFields =
      fields(field("name", 1, &ContainerStatus::name),
             group("state", 2, field("waiting", 1, &ContainerStatus::waiting),
                   field("terminated", 3, &ContainerStatus::terminated)),
             group("lastState", 3, field("terminated", 3, &ContainerStatus::last_terminated)),
             field("ready", 4, &ContainerStatus::ready),
             field("restartCount", 5, &ContainerStatus::restart_count));
};

template <>
struct FieldsOf<Condition> {
  static constexpr auto kFields =
      fields(field("type", 1, &Condition::type), field("status", 2, &Condition::status),
             field("reason", 5, &Condition::reason), field("message", 6, &Condition::message));
};

template <>
struct FieldsOf<PodStatus> {
  static constexpr auto kFields =
      fields(field("phase", 1, &PodStatus::phase), field("conditions", 2, &PodStatus::conditions),
             field("message", 3, &PodStatus::message), field("reason", 4, &PodStatus::reason),
             field("podIP", 6, &PodStatus::pod_ip),
             field("containerStatuses", 8, &PodStatus::container_statuses),
             field("initContainerStatuses", 10, &PodStatus::init_container_statuses));
};

template <>
struct FieldsOf<Pod> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &Pod::meta), field("spec", 2, &Pod::spec),
             field("status", 3, &Pod::status));
};

namespace {

// Field numbers of core/v1 VolumeSource.
constexpr std::array<std::string_view, 31> kVolumeTypes{"",
                                                        "hostPath",
                                                        "emptyDir",
                                                        "gcePersistentDisk",
                                                        "awsElasticBlockStore",
                                                        "gitRepo",
                                                        "secret",
                                                        "nfs",
                                                        "iscsi",
                                                        "glusterfs",
                                                        "persistentVolumeClaim",
                                                        "rbd",
                                                        "flexVolume",
                                                        "cinder",
                                                        "cephfs",
                                                        "flocker",
                                                        "downwardAPI",
                                                        "fc",
                                                        "azureFile",
                                                        "configMap",
                                                        "vsphereVolume",
                                                        "quobyte",
                                                        "azureDisk",
                                                        "photonPersistentDisk",
                                                        "portworxVolume",
                                                        "scaleIO",
                                                        "projected",
                                                        "storageos",
                                                        "csi",
                                                        "ephemeral",
                                                        "image"};

void add_type(Volume& volume, std::string_view type) {
  volume.has_more_types = !volume.type.empty();
  volume.type = volume.type.empty() ? type : volume.type;
}

}  // namespace

void CustomReader<Volume>::from_json(JsonReader& reader, JsonReader::Value value, Volume& out) {
  reader.for_each_entry(value, [&](std::string_view key, JsonReader::Value entry) {
    if (key == "name") {
      reader.read(entry, out.name);
    } else if (!entry.is_null()) {
      add_type(out, key);
    }
  });
}

void CustomReader<Volume>::from_protobuf(ProtobufReader& reader, ProtobufReader::Message& message,
                                         Volume& out) {
  ProtobufReader::Message volume = message.get_message();
  while (volume.next()) {
    if (volume.tag() == 1) {
      out.name = reader.intern(ProtobufReader::bytes(volume));
    } else if (volume.tag() == 2) {
      ProtobufReader::Message source = volume.get_message();
      while (source.next()) {
        add_type(out, source.tag() < kVolumeTypes.size() ? kVolumeTypes[source.tag()] : "other");
        source.skip();
      }
    } else {
      volume.skip();
    }
  }
}

std::span<const KindReader> pod_readers() {
  static constexpr std::array kReaders{kind_reader<Pod, Kind::Pod>()};
  return kReaders;
}

}  // namespace mesh::load
