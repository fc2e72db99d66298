#pragma once

#include "agent/top/glyphs.h"
#include "agent/top/grid.h"
#include "agent/top/top_model.h"

namespace sockq {

/// The whole screen. Where each part stands depends on the size alone, so that nothing moves from
/// one look to the next but the rows, when their order changes. Pure, but for cells_of().
[[nodiscard]] Grid draw(const TopModel& model, Size size, Capabilities can);

/// How many rows of listeners or connections there is room for: what to fit() the model to.
[[nodiscard]] std::size_t row_room(const TopModel& model, Size size);

}  // namespace sockq
