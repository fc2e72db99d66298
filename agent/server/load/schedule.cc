#include "agent/server/load/schedule.h"

#include <cmath>

#include "collectors/base/seconds.h"

namespace sockq {

using std::chrono::nanoseconds;

std::optional<nanoseconds> Schedule::within(double seconds) const {
  const nanoseconds time(std::llround(seconds * 1e9));
  if (options_.duration.count() > 0 && time >= options_.duration) return std::nullopt;
  return time;
}

/// Where the rate goes from r to s within T, rt + (s - r) t^2 / 2T requests are due before t.
std::optional<nanoseconds> Schedule::next_single() const {
  const auto number = static_cast<double>(singles_);
  if (!options_.ramp_to) return options_.rate > 0 ? within(number / options_.rate) : std::nullopt;
  const double duration = to_seconds(options_.duration);
  const double bend = (*options_.ramp_to - options_.rate) / (2 * duration);
  if (std::abs(bend) < 1e-9)
    return options_.rate > 0 ? within(number / options_.rate) : std::nullopt;
  const double root = options_.rate * options_.rate + 4 * bend * number;
  if (root < 0) return std::nullopt;  // a rate that falls to 0 never gets there
  return within((std::sqrt(root) - options_.rate) / (2 * bend));
}

std::optional<nanoseconds> Schedule::next_burst() const {
  if (options_.burst == 0) return std::nullopt;
  const std::uint64_t number = bursts_ / options_.burst;
  if (number > 0 && options_.burst_every.count() <= 0) return std::nullopt;
  return within(static_cast<double>(number) * to_seconds(options_.burst_every));
}

std::optional<nanoseconds> Schedule::next() const {
  const auto single = next_single();
  const auto burst = next_burst();
  if (!single || !burst) return single ? single : burst;
  return std::min(*single, *burst);
}

void Schedule::pop() {
  const auto single = next_single();
  const auto burst = next_burst();
  if (burst && (!single || *burst < *single)) {
    ++bursts_;
  } else if (single) {
    ++singles_;
  }
}

}  // namespace sockq
