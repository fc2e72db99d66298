#pragma once

#include <chrono>
#include <cstdint>

namespace sockq {

/// A steady rhythm of absolute deadlines. One that passed while the work before it still ran is
/// counted as missed and left out, so that a stall is never followed by a burst. Pure.
class Deadlines {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Deadlines(TimePoint first, std::chrono::nanoseconds interval)
      : next_(first), interval_(interval) {}

  /// The first deadline after the one before that is later than `now`.
  TimePoint next(TimePoint now) {
    next_ += interval_;
    if (next_ <= now) {
      const auto passed = (now - next_) / interval_ + 1;
      missed_ += static_cast<std::uint64_t>(passed);
      next_ += passed * interval_;
    }
    return next_;
  }

  [[nodiscard]] std::uint64_t missed() const { return missed_; }

 private:
  TimePoint next_;
  std::chrono::nanoseconds interval_;
  std::uint64_t missed_ = 0;
};

}  // namespace sockq
