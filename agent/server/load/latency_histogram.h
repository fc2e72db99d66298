#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sockq {

/// Counts times in buckets that are 1.6 % wide or less: 64 to each power of two of nanoseconds.
class LatencyHistogram {
 public:
  void record(std::chrono::nanoseconds time);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::chrono::nanoseconds max() const { return max_; }
  [[nodiscard]] std::chrono::nanoseconds mean() const;
  /// The time that this part (0 to 1) of all do not exceed, to the width of its bucket; 0 where
  /// there are none.
  [[nodiscard]] std::chrono::nanoseconds quantile(double part) const;

 private:
  static constexpr std::size_t kBuckets = 58 * 64;

  std::array<std::uint64_t, kBuckets> buckets_{};
  std::uint64_t count_ = 0;
  std::chrono::nanoseconds sum_{0};
  std::chrono::nanoseconds max_{0};
};

}  // namespace sockq
