#pragma once

#include <string>

#include "agent/server/load/load.h"

namespace sockq {

/// What came of a load, for people: a few lines.
[[nodiscard]] std::string load_table(const LoadResult& result);
/// The same for programs, as one JSON object; times in seconds.
[[nodiscard]] std::string load_json(const LoadResult& result);
/// One line of a load that runs, with a bar where its end is known (`part` of 0 to 1).
[[nodiscard]] std::string load_progress_line(const LoadResult& so_far, double part);

/// "1.25 ms", "3.00 s"
[[nodiscard]] std::string time_text(std::chrono::nanoseconds time);

}  // namespace sockq
