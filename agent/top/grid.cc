#include "agent/top/grid.h"

namespace sockq {

std::size_t Grid::put(std::size_t row, std::size_t column, std::u32string_view glyphs,
                      Style style) {
  for (const char32_t glyph : glyphs) {
    if (row >= size_.rows || column >= size_.columns) break;
    Cell& cell = cells_[row * size_.columns + column++];
    cell.glyph = glyph;
    cell.style = style;
  }
  return column;
}

std::size_t Grid::put(std::size_t row, std::size_t column, std::string_view ascii, Style style) {
  return put(row, column, std::u32string(ascii.begin(), ascii.end()), style);
}

void Grid::set_style(std::size_t row, Style style) {
  for (std::size_t column = 0; row < size_.rows && column < size_.columns; ++column)
    cells_[row * size_.columns + column].style = style;
}

void Grid::select(std::size_t row) {
  for (std::size_t column = 0; row < size_.rows && column < size_.columns; ++column)
    cells_[row * size_.columns + column].selected = true;
}

}  // namespace sockq
