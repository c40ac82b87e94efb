// SPDX-License-Identifier: Apache-2.0
#include "common/cli/run_plugin.h"
#include "plugins/routes/plugin.h"

int main(int argc, char** argv) {
  return mesh::cli::run_plugin(mesh::routes::kPlugin, argc, argv);
}
