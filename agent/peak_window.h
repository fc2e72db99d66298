#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

namespace sockq {

/// The highest value of the last `window`, of fixed size: the window is cut into kParts, so a peak
/// stays up to one part longer. Reading changes nothing. Pure; times may not go back.
class PeakWindow {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  static constexpr int kParts = 60;

  void observe(std::uint64_t value, TimePoint now, std::chrono::nanoseconds window) {
    advance(now.time_since_epoch() / std::max(window / kParts, std::chrono::nanoseconds(1)));
    std::uint64_t& current = parts_[static_cast<std::size_t>(part_ % kParts)];
    current = std::max(current, value);
    peak_ = std::max(peak_, value);
  }

  /// As of the latest observe().
  [[nodiscard]] std::uint64_t peak() const { return peak_; }

 private:
  void advance(std::int64_t part) {
    if (part == part_) return;
    const std::int64_t gone = std::min<std::int64_t>(part - part_, kParts);
    for (std::int64_t step = 1; step <= gone; ++step)
      parts_[static_cast<std::size_t>((part_ + step) % kParts)] = 0;
    part_ = part;
    if (gone < kParts) parts_[static_cast<std::size_t>(part % kParts)] = 0;
    peak_ = *std::ranges::max_element(parts_);
  }

  std::array<std::uint64_t, kParts> parts_{};
  std::int64_t part_ = 0;
  std::uint64_t peak_ = 0;
};

}  // namespace sockq
