// SPDX-License-Identifier: Apache-2.0
//
// Kubernetes' strategic merge of a pod, for the fields we read: lists of containers and volumes are
// merged by name, what is new goes to the end, and fields that are given beat those below.
#pragma once

#include "common/model/pod.h"

#include <string_view>
#include <vector>

namespace mesh::istio {

const Container* find_container(const std::vector<Container>& list, std::string_view name);

void merge_containers(const std::vector<Container>& over, std::vector<Container>& list);
void merge_volumes(const std::vector<Volume>& over, std::vector<Volume>& list);

// Moves the container of that name, if there is one, to the end of another list, or to one end of
// its own.
void move_container(std::string_view name, std::vector<Container>& from,
                    std::vector<Container>& to);
void move_to_front(std::string_view name, std::vector<Container>& list);
void move_to_back(std::string_view name, std::vector<Container>& list);

}  // namespace mesh::istio
