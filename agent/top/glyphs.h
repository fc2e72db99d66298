#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sockq {

/// What a terminal can show.
struct Capabilities {
  bool utf8 = true;
};

/// Any text as cells, safe for a terminal: each glyph takes one cell, a 0 follows one that takes
/// two; what moves the cursor, has no width or is not well-formed is U+FFFD. Without UTF-8 all that
/// is not ASCII is '?'. How wide a glyph is depends on the locale (wcwidth(3)).
[[nodiscard]] std::u32string cells_of(std::string_view text, Capabilities can);

/// `cells` in exactly `width` cells, aligned to the left or the right; what is too long loses its
/// end, or its begin where that matters less, and shows that it did.
[[nodiscard]] std::u32string fitted(std::u32string cells, std::size_t width, Capabilities can);
[[nodiscard]] std::u32string fitted_end(std::u32string cells, std::size_t width, Capabilities can);
[[nodiscard]] std::u32string to_the_right(std::u32string cells, std::size_t width);

/// A bar of `width` cells of which `ratio` is filled; the rest is blank.
[[nodiscard]] std::u32string bar(double ratio, std::size_t width, Capabilities can);

/// One cell for each value, 0 to 1; nothing is blank. A value above 0 always shows.
[[nodiscard]] std::u32string sparkline(const std::vector<std::optional<double>>& values,
                                       Capabilities can);
/// The same several rows high, the topmost first.
[[nodiscard]] std::vector<std::u32string> chart(const std::vector<std::optional<double>>& values,
                                                std::size_t rows, Capabilities can);

}  // namespace sockq
