#include "agent/server/load/latency_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sockq {
namespace {

constexpr unsigned kBits = 6;  // of a time that count, below its first

unsigned shift_of(std::uint64_t time) {
  const auto width = static_cast<unsigned>(std::bit_width(time));
  return width > kBits + 1 ? width - kBits - 1 : 0;
}

std::size_t bucket_of(std::uint64_t time) {
  const unsigned shift = shift_of(time);
  return (std::size_t{shift} << kBits) + (time >> shift);
}

/// The longest time that falls into it.
std::uint64_t end_of(std::size_t bucket) {
  if (bucket < (2U << kBits)) return bucket;
  const std::size_t shift = (bucket >> kBits) - 1;
  const std::uint64_t first = bucket - (shift << kBits);
  return ((first + 1) << shift) - 1;
}

}  // namespace

void LatencyHistogram::record(std::chrono::nanoseconds time) {
  time = std::max(time, std::chrono::nanoseconds(0));
  ++buckets_[bucket_of(static_cast<std::uint64_t>(time.count()))];
  ++count_;
  sum_ += time;
  max_ = std::max(max_, time);
}

std::chrono::nanoseconds LatencyHistogram::mean() const {
  return count_ == 0 ? sum_ : sum_ / static_cast<std::int64_t>(count_);
}

std::chrono::nanoseconds LatencyHistogram::quantile(double part) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(count_)));
  std::uint64_t passed = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    passed += buckets_[bucket];
    if (passed > 0 && passed >= wanted)
      return std::min(max_, std::chrono::nanoseconds(end_of(bucket)));
  }
  return max_;
}

}  // namespace sockq
