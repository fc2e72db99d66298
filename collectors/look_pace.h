#pragma once

#include <algorithm>
#include <chrono>

namespace sockq {

/// When to look next: at `interval`, 0 for as often as may be, or less often where looks would take
/// more than `max_cpu` of one processor over time. Pure.
struct LookPace {
  using TimePoint = std::chrono::steady_clock::time_point;

  std::chrono::nanoseconds interval{0};
  double max_cpu = 0.01;
  TimePoint next{};

  [[nodiscard]] bool due(TimePoint now) const { return now >= next; }

  /// A look began at `begin` and took `cpu` of processor time; returns the time from its begin to
  /// the next one's.
  std::chrono::nanoseconds took(TimePoint begin, std::chrono::nanoseconds cpu) {
    const std::chrono::duration<double, std::nano> least = cpu / max_cpu;
    const auto pause = std::max(interval, std::chrono::ceil<std::chrono::nanoseconds>(least));
    next = begin + pause;
    return pause;
  }
};

}  // namespace sockq
