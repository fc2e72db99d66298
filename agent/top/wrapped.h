#pragma once

#include <string>
#include <vector>

namespace sockq {

/// `cells` in lines of at most `width`, broken at blanks where there are some.
[[nodiscard]] std::vector<std::u32string> wrapped(std::u32string cells, std::size_t width);

}  // namespace sockq
