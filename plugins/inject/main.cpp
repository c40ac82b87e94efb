// SPDX-License-Identifier: Apache-2.0
#include "common/cli/run_plugin.h"
#include "plugins/inject/plugin.h"

int main(int argc, char** argv) {
  return mesh::cli::run_plugin(mesh::inject::kPlugin, argc, argv);
}
