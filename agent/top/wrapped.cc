#include "agent/top/wrapped.h"

namespace sockq {

std::vector<std::u32string> wrapped(std::u32string cells, std::size_t width) {
  std::vector<std::u32string> lines;
  while (width > 0 && cells.size() > width) {
    const std::size_t blank = cells.rfind(U' ', width);
    const bool has_blank = blank != std::u32string::npos && blank > 0;
    lines.push_back(cells.substr(0, has_blank ? blank : width));
    cells.erase(0, has_blank ? blank + 1 : width);
  }
  if (!cells.empty()) lines.push_back(std::move(cells));
  return lines;
}

}  // namespace sockq
