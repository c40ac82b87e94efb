// SPDX-License-Identifier: Apache-2.0
//
// Parts that several text outputs share.
#pragma once

#include "common/check/finding.h"

#include <string>
#include <vector>

namespace mesh::print {

// "not checked: …", one line for each reason, with all the codes it concerns.
std::string not_checked_lines(const std::vector<NotChecked>& entries);

}  // namespace mesh::print
