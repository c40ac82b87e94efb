// SPDX-License-Identifier: Apache-2.0
#include "common/load/manifest_files.h"

#include "common/base/error.h"

#include <glob.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace mesh::load {
namespace {

namespace fs = std::filesystem;

bool is_manifest_name(const fs::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

template <typename Iterator>
std::vector<std::string> manifests_in(const fs::path& directory) {
  std::vector<std::string> files;
  std::error_code error;
  for (Iterator entry(directory, error); !error && entry != Iterator(); entry.increment(error)) {
    if (is_manifest_name(entry->path()) && !entry->is_directory()) {
      files.push_back(entry->path().string());
    }
  }
  if (error) {
    throw Error("cannot read the directory {}: {}", directory.string(), error.message());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> expand_directory(const std::string& directory, bool recursive) {
  std::vector<std::string> files = recursive
                                       ? manifests_in<fs::recursive_directory_iterator>(directory)
                                       : manifests_in<fs::directory_iterator>(directory);
  if (files.empty()) {
    throw Error("no manifests in {}: recognized file extensions are .json, .yaml and .yml{}",
                directory, recursive ? "" : " (-R also reads the folders in it)");
  }
  return files;
}

std::vector<std::string> expand_glob(const std::string& pattern) {
  glob_t matches{};
  std::vector<std::string> files;
  if (::glob(pattern.c_str(), 0, nullptr, &matches) == 0) {
    files.assign(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
  }
  globfree(&matches);
  if (files.empty()) {
    throw Error("the path \"{}\" does not exist", pattern);
  }
  return files;
}

void expand(const std::string& value, bool recursive, std::vector<std::string>& files) {
  const bool exists = value == "-" || fs::exists(value);
  for (const std::string& path : exists ? std::vector<std::string>{value} : expand_glob(value)) {
    if (path != "-" && fs::is_directory(path)) {
      const std::vector<std::string> inside = expand_directory(path, recursive);
      files.insert(files.end(), inside.begin(), inside.end());
    } else {
      files.push_back(path);
    }
  }
}

std::string read_stream(std::istream& in) {
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::string read_file(const std::string& path) {
  if (path == "-") {
    return read_stream(std::cin);
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw Error("cannot read {}: {}", path, std::strerror(errno));
  }
  return read_stream(in);
}

}  // namespace

std::vector<Source> read_manifest_files(const std::vector<std::string>& values, bool recursive) {
  std::vector<std::string> files;
  for (const std::string& value : values) {
    expand(value, recursive, files);
  }
  if (std::count(files.begin(), files.end(), "-") > 1) {
    throw Error("standard input cannot be read twice: -f - is given more than once");
  }
  std::vector<Source> sources;
  for (const std::string& path : files) {
    sources.push_back(make_source(path, read_file(path)));
  }
  return sources;
}

}  // namespace mesh::load
