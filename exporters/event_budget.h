#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace sockq {

/// How many events may be written: kBurst at once, and kPerSecond over time. What is over that is
/// counted. Pure; not for several threads.
class EventBudget {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::uint64_t kBurst = 1000;
  static constexpr std::uint64_t kPerSecond = 50;

  explicit EventBudget(TimePoint now) : filled_(now) {}

  /// One more event: whether it may be written.
  [[nodiscard]] bool take(TimePoint now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now - filled_);
    filled_ += seconds;
    left_ = std::min(kBurst, left_ + static_cast<std::uint64_t>(seconds.count()) * kPerSecond);
    if (left_ == 0) {
      ++left_out_;
      return false;
    }
    --left_;
    return true;
  }

  /// How many were left out since this was last asked.
  [[nodiscard]] std::uint64_t take_left_out() { return std::exchange(left_out_, 0); }

 private:
  TimePoint filled_;
  std::uint64_t left_ = kBurst;
  std::uint64_t left_out_ = 0;
};

}  // namespace sockq
