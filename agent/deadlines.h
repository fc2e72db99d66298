#pragma once

#include <chrono>
#include <cstdint>

namespace sockq {

/// A rhythm of absolute deadlines, whose interval may change from one to the next. One that passed
/// while the work before it still ran is counted as missed and left out, so that a stall is never
/// followed by a burst. Pure.
class Deadlines {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit Deadlines(TimePoint first) : next_(first) {}

  /// The deadline `interval` after the one before, or the first one of that rhythm later than
  /// `now`.
  TimePoint next(TimePoint now, std::chrono::nanoseconds interval) {
    next_ += interval;
    if (next_ <= now) {
      const auto passed = (now - next_) / interval + 1;
      missed_ += static_cast<std::uint64_t>(passed);
      next_ += passed * interval;
    }
    return next_;
  }

  [[nodiscard]] std::uint64_t missed() const { return missed_; }

 private:
  TimePoint next_;
  std::uint64_t missed_ = 0;
};

}  // namespace sockq
