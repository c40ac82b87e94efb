// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.h"

#include <string>

namespace mesh::kube {

// The text of the Error that `action` throws; "no error" if it throws none.
template <typename Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace mesh::kube
