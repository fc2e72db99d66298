#include "agent/top/number_text.h"

#include <fmt/core.h>

#include <string_view>

namespace sockq {
namespace {

/// With a unit of `base` to the power of its place in `units`.
std::string scaled(double number, double base, std::string_view units) {
  constexpr double kTwoDigits = 9.95;
  constexpr double kThreeDigits = 999.5;
  std::size_t unit = 0;
  number /= base;
  while (number >= kThreeDigits && unit + 1 < units.size()) {
    number /= base;
    ++unit;
  }
  return fmt::format("{:.{}f}{}", number, number < kTwoDigits ? 1 : 0, units[unit]);
}

}  // namespace

std::string count_text(std::uint64_t count) {
  constexpr std::uint64_t kFourDigits = 10'000;
  return count < kFourDigits ? std::to_string(count)
                             : scaled(static_cast<double>(count), 1000, "kMGTPE");
}

std::string rate_text(std::optional<double> per_second) {
  constexpr double kTenths = 9.95;
  constexpr double kOnes = 999.5;
  if (!per_second) return "-";
  if (*per_second <= 0) return "0";
  if (*per_second < 0.05) return "<0.1";
  if (*per_second < kTenths) return fmt::format("{:.1f}", *per_second);
  if (*per_second < kOnes) return fmt::format("{:.0f}", *per_second);
  return scaled(*per_second, 1000, "kMGTPE");
}

std::string time_text(std::optional<std::chrono::milliseconds> time) {
  if (!time) return "-";
  const std::int64_t milliseconds = time->count();
  const std::int64_t seconds = milliseconds / 1000;
  if (milliseconds == 0) return "0";
  if (milliseconds < 1000) return fmt::format("{}ms", milliseconds);
  if (seconds < 10) return fmt::format("{}.{}s", seconds, milliseconds % 1000 / 100);
  if (seconds < 100) return fmt::format("{}s", seconds);
  if (seconds < 100 * 60) return fmt::format("{}m", seconds / 60);
  if (seconds < 100 * 3600) return fmt::format("{}h", seconds / 3600);
  return fmt::format("{}d", seconds / 86400);
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::uint64_t kKibibyte = 1024;
  return bytes < kKibibyte ? std::to_string(bytes)
                           : scaled(static_cast<double>(bytes), kKibibyte, "KMGTPE");
}

std::string percent_text(std::optional<double> ratio) {
  return ratio ? fmt::format("{:.0f}%", *ratio * 100) : "-";
}

}  // namespace sockq
