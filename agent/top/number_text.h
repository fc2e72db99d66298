#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace sockq {

// Numbers in few cells. "-" is what is not known.

/// At most 4 cells: "0", "4096", "65k", "1.2M".
[[nodiscard]] std::string count_text(std::uint64_t count);
/// At most 4 cells: "0", "0.3", "48", "1.2k".
[[nodiscard]] std::string rate_text(std::optional<double> per_second);
/// At most 5 cells: "0", "250ms", "3.4s", "34s", "12m", "5h", "3d".
[[nodiscard]] std::string time_text(std::optional<std::chrono::milliseconds> time);
/// At most 5 cells, in powers of 1,024: "512", "4.5K", "64M".
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);
/// At most 4 cells: "42%".
[[nodiscard]] std::string percent_text(std::optional<double> ratio);

}  // namespace sockq
