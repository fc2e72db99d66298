#include "agent/top/draw_parts.h"

namespace sockq {

Style style_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::refuses:
      return Style::bad;
    case Trouble::overflows:
    case Trouble::near:
      return Style::near;
    case Trouble::closed:
      return Style::dim;
    case Trouble::waits:
    case Trouble::quiet:
      break;
  }
  return Style::normal;
}

std::vector<std::optional<double>> minute_cells(const MinuteHistory& history, std::int64_t second,
                                                std::size_t width) {
  const std::int64_t span = MinuteHistory::kSeconds / static_cast<std::int64_t>(width);
  const std::int64_t now = second / span;
  std::vector<std::optional<double>> values;
  values.reserve(width);
  for (std::int64_t ago = static_cast<std::int64_t>(width) - 1; ago >= 0; --ago)
    values.push_back(history.highest((now - ago) * span, (now - ago + 1) * span));
  return values;
}

}  // namespace sockq
