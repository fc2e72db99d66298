#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace sockq {

/// How full a queue was at each look: counts of ratios at or below each bound, and their sum.
class FillHistogram {
 public:
  /// The upper bounds; ratios above the last are counted in one more bucket.
  static constexpr std::array<double, 7> kBounds{0, 0.1, 0.25, 0.5, 0.75, 0.9, 1};

  void observe(double ratio, std::uint64_t times = 1) {
    const auto* const bound = std::ranges::lower_bound(kBounds, ratio);
    counts_[static_cast<std::size_t>(bound - kBounds.begin())] += times;
    sum_ += ratio * static_cast<double>(times);
  }

  void add(const FillHistogram& other) {
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket)
      counts_[bucket] += other.counts_[bucket];
    sum_ += other.sum_;
  }

  /// Counts of each bucket alone, not summed up.
  [[nodiscard]] const std::array<std::uint64_t, kBounds.size() + 1>& counts() const {
    return counts_;
  }
  [[nodiscard]] std::uint64_t observations() const {
    return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  }
  [[nodiscard]] double sum() const { return sum_; }

 private:
  std::array<std::uint64_t, kBounds.size() + 1> counts_{};
  double sum_ = 0;
};

}  // namespace sockq
