#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sockq {

/// Why a cell looks as it does; the terminal knows how.
enum class Style : std::uint8_t {
  normal,
  dim,      ///< of no interest now
  strong,   ///< titles and names
  heading,  ///< of columns
  accent,   ///< keys
  near,     ///< soon
  bad,      ///< now
};

struct Cell {
  char32_t glyph = U' ';  ///< 0: the cell to its left is two wide
  Style style = Style::normal;
  bool selected = false;

  [[nodiscard]] bool operator==(const Cell&) const = default;
};

struct Size {
  std::size_t rows = 24;
  std::size_t columns = 80;

  [[nodiscard]] bool operator==(const Size&) const = default;
};

/// A screen of cells. What does not fit is left out.
class Grid {
 public:
  explicit Grid(Size size) : size_(size), cells_(size.rows * size.columns) {}

  [[nodiscard]] Size size() const { return size_; }
  [[nodiscard]] const Cell& at(std::size_t row, std::size_t column) const {
    return cells_[row * size_.columns + column];
  }

  /// Writes glyphs of one cell each from there on; the column after them.
  std::size_t put(std::size_t row, std::size_t column, std::u32string_view glyphs,
                  Style style = Style::normal);
  /// The same for text of ASCII.
  std::size_t put(std::size_t row, std::size_t column, std::string_view ascii,
                  Style style = Style::normal);
  /// Gives a whole row a style, or marks it as selected.
  void set_style(std::size_t row, Style style);
  void select(std::size_t row);

 private:
  Size size_;
  std::vector<Cell> cells_;
};

}  // namespace sockq
