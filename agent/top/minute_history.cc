#include "agent/top/minute_history.h"

#include <algorithm>

namespace sockq {

void MinuteHistory::add(std::int64_t second, double ratio) {
  const auto value = static_cast<float>(ratio);
  if (latest_ < 0 || second < latest_) {
    first_ = latest_ = second;
    ratios_[slot(second)] = value;
    return;
  }
  if (second == latest_) {
    ratios_[slot(second)] = std::max(ratios_[slot(second)], value);
    return;
  }
  const float held = ratios_[slot(latest_)];
  for (std::int64_t gap = std::max(latest_ + 1, second - kSeconds); gap < second; ++gap)
    ratios_[slot(gap)] = held;
  ratios_[slot(second)] = value;
  latest_ = second;
}

std::optional<double> MinuteHistory::highest(std::int64_t from, std::int64_t to) const {
  const std::int64_t begin = std::max({from, first_, latest_ - kSeconds + 1});
  const std::int64_t end = std::min(to, latest_ + 1);
  if (latest_ < 0 || begin >= end) return std::nullopt;
  float most = 0;
  for (std::int64_t second = begin; second < end; ++second)
    most = std::max(most, ratios_[slot(second)]);
  return most;
}

}  // namespace sockq
