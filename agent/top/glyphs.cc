#include "agent/top/glyphs.h"

#include <algorithm>
#include <cmath>
#include <cwchar>

#include "collectors/base/utf8.h"

namespace sockq {
namespace {

constexpr char32_t kReplacement = U'\uFFFD';

/// Cuts the next code point off the front of well-formed UTF-8 (RFC 3629).
char32_t next_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  char32_t code = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t at = 1; at < length; ++at) code = code << 6U | (byte(at) & 0x3FU);
  text.remove_prefix(length);
  return code;
}

char32_t mark_of_cut(Capabilities can) { return can.utf8 ? U'…' : U'~'; }

/// Levels of one cell, from nearly empty to full.
std::u32string_view levels(Capabilities can) { return can.utf8 ? U"▁▂▃▄▅▆▇█" : U"_.,-=+*#"; }

constexpr double kLevels = 8;

}  // namespace

std::u32string cells_of(std::string_view text, Capabilities can) {
  const std::string safe = printable_utf8(text);
  std::u32string cells;
  for (std::string_view rest = safe; !rest.empty();) {
    const char32_t code = next_code_point(rest);
    if (code < 0x80) {
      cells += code;
    } else if (!can.utf8) {
      cells += U'?';
    } else {
      const int width = ::wcwidth(static_cast<wchar_t>(code));
      cells += width == 1 || width == 2 ? code : kReplacement;
      if (width == 2) cells += U'\0';
    }
  }
  return cells;
}

std::u32string fitted(std::u32string cells, std::size_t width, Capabilities can) {
  if (cells.size() > width) {
    const bool halved = width > 1 && cells[width - 1] == U'\0';
    cells.resize(width);
    if (width > 0) cells.back() = mark_of_cut(can);
    if (halved) cells[width - 2] = U' ';
  }
  cells.resize(width, U' ');
  return cells;
}

std::u32string fitted_end(std::u32string cells, std::size_t width, Capabilities can) {
  if (cells.size() > width) {
    cells.erase(0, cells.size() - width);
    if (width > 0) cells.front() = mark_of_cut(can);
    if (width > 1 && cells[1] == U'\0') cells[1] = U' ';
  }
  cells.resize(width, U' ');
  return cells;
}

std::u32string to_the_right(std::u32string cells, std::size_t width) {
  if (cells.size() < width) cells.insert(0, width - cells.size(), U' ');
  return cells;
}

std::u32string bar(double ratio, std::size_t width, Capabilities can) {
  constexpr std::u32string_view kEighths = U"▏▎▍▌▋▊▉█";
  const double cells = std::clamp(ratio, 0.0, 1.0) * static_cast<double>(width);
  const auto whole = static_cast<std::size_t>(cells);
  std::u32string drawn(whole, can.utf8 ? U'█' : U'#');
  const auto eighth = static_cast<std::size_t>((cells - static_cast<double>(whole)) * kLevels);
  const bool some = ratio > 0 && drawn.empty();
  if (can.utf8 && whole < width && (eighth > 0 || some))
    drawn += kEighths[eighth > 0 ? eighth - 1 : 0];
  else if (some && width > 0)
    drawn += U'-';
  drawn.resize(width, U' ');
  return drawn;
}

std::u32string sparkline(const std::vector<std::optional<double>>& values, Capabilities can) {
  return chart(values, 1, can).front();
}

std::vector<std::u32string> chart(const std::vector<std::optional<double>>& values,
                                  std::size_t rows, Capabilities can) {
  std::vector<std::u32string> lines(rows, std::u32string(values.size(), U' '));
  for (std::size_t column = 0; column < values.size(); ++column) {
    if (!values[column]) continue;
    const double ratio = std::clamp(*values[column], 0.0, 1.0);
    const auto steps =
        static_cast<std::size_t>(std::ceil(ratio * kLevels * static_cast<double>(rows) - 1e-9));
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t below = (rows - 1 - row) * 8;
      if (steps > below)
        lines[row][column] = levels(can)[std::min<std::size_t>(steps - below, 8) - 1];
    }
  }
  return lines;
}

}  // namespace sockq
