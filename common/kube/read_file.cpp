// SPDX-License-Identifier: Apache-2.0
#include "common/kube/read_file.h"

#include "common/base/error.h"
#include "common/base/text.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace mesh::kube {
namespace {

std::string system_sentence(int code) {
  return to_lower(std::generic_category().message(code));
}

std::ifstream open_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw Error("read {}: {}", path, system_sentence(EISDIR));
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error("open {}: {}", path, system_sentence(errno == 0 ? EIO : errno));
  }
  return file;
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file = open_file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void require_file(const std::string& path) {
  static_cast<void>(open_file(path));
}

bool is_file(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) && !std::filesystem::is_directory(path, ignored);
}

}  // namespace mesh::kube
