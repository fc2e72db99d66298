#pragma once

#include <chrono>

namespace sockq {

/// The base unit of metrics and JSON.
[[nodiscard]] constexpr double to_seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace sockq
