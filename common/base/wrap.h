// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mesh {

// The text in lines of at most `width` columns, broken at blanks; each ends with a line break. All
// lines but the first begin with `indent` blanks; the first is taken to have them already. A word
// that is longer than a line stands alone.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace mesh
