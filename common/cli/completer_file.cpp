// SPDX-License-Identifier: Apache-2.0
#include "common/cli/completer_file.h"

#include "common/base/error.h"
#include "common/base/text.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mesh::cli {
namespace {

namespace fs = std::filesystem;

// A name without a slash was found on the PATH.
fs::path folder_of(const std::string& path) {
  if (path.find('/') != std::string::npos) {
    return fs::absolute(path).parent_path().lexically_normal();
  }
  const char* folders = std::getenv("PATH");
  for (const std::string_view folder : split(folders == nullptr ? "" : folders, ':')) {
    const fs::path candidate = fs::path(folder) / path;
    if (access(candidate.c_str(), X_OK) == 0) {
      return fs::absolute(candidate).parent_path();
    }
  }
  throw Error("cannot tell in which folder {} lies: start it with its full path", path);
}

std::string plugin_file(const std::string& path) {
  std::string name = fs::path(path).filename();
  if (!name.starts_with("kubectl-")) {
    throw Error("kubectl takes only files named kubectl-… for plugins, and this one is {}", name);
  }
  return name;
}

// kubectl-mesh_mtls is asked through kubectl_complete-mesh_mtls.
fs::path completer_of(const std::string& path) {
  std::string name = plugin_file(path);
  return folder_of(path) / name.insert(std::strlen("kubectl"), "_complete");
}

[[noreturn]] void fail(std::string_view what, const fs::path& file, int error) {
  throw Error("cannot {} {}: {}", what, file.string(), std::strerror(error));
}

}  // namespace

std::string install_completer(const std::string& path, const std::string& command) {
  const fs::path file = completer_of(path);
  std::error_code ignored;
  fs::remove(file, ignored);  // a link must not be followed
  std::ofstream out(file);
  out << "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\nexec " << plugin_file(path)
      << " __complete \"$@\"\n";
  out.close();
  if (!out) {
    fail("write", file, errno);
  }
  fs::permissions(file, fs::perms(0755), ignored);
  if (ignored) {
    fail("make executable", file, ignored.value());
  }
  return fmt::format("wrote {}: where kubectl completes, {} now does too\n", file.string(),
                     command);
}

std::string uninstall_completer(const std::string& path) {
  const fs::path file = completer_of(path);
  std::error_code error;
  const bool removed = fs::remove(file, error);
  if (error) {
    fail("remove", file, error.value());
  }
  return removed ? fmt::format("removed {}\n", file.string())
                 : fmt::format("there is no {}\n", file.string());
}

}  // namespace mesh::cli
