#pragma once

#include <string>
#include <vector>

#include "agent/top/glyphs.h"
#include "agent/top/grid.h"
#include "agent/top/top_model.h"

namespace sockq {

// Parts of the screen, each drawn from `row` on.

/// What each part draws with.
struct Canvas {
  Grid& grid;
  const TopModel& model;
  Capabilities can;
};

/// Headings, and below them `rows` listeners, or connections.
void draw_listeners(const Canvas& canvas, std::size_t row, std::size_t rows);
void draw_connections(const Canvas& canvas, std::size_t row, std::size_t rows);
/// All about one listener, down to before row `end`.
void draw_detail(const Canvas& canvas, std::size_t row, std::size_t end);
void draw_help(const Canvas& canvas, std::size_t row);
/// A title and the findings that `rows` have room for.
void draw_findings(const Canvas& canvas, std::size_t row, std::size_t rows);

[[nodiscard]] Style style_of(Trouble trouble);

/// A listener's last minute in `width` cells, which divides 60; each covers whole seconds of the
/// clock, so that a chart moves by whole cells.
[[nodiscard]] std::vector<std::optional<double>> minute_cells(const MinuteHistory& history,
                                                              std::int64_t second,
                                                              std::size_t width);

}  // namespace sockq
