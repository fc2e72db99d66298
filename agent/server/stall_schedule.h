#pragma once

#include <chrono>
#include <optional>

#include "agent/server/options.h"

namespace sockq {

/// When a server that hangs now and then does so. Pure.
class StallSchedule {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  StallSchedule(const ServerOptions& options, TimePoint start)
      : what_(options.stall),
        every_(options.stall_every),
        length_(options.stall_for),
        start_(start) {}

  /// When the stall of `what` that goes on at `now` ends; nothing where there is none.
  [[nodiscard]] std::optional<TimePoint> ends(Stall what, TimePoint now) const {
    if (what_ == Stall::none || what != what_) return std::nullopt;
    if (every_.count() <= 0) return TimePoint::max();
    const auto turn = (now - start_) / every_;
    if (turn < 1) return std::nullopt;  // the first begins after a whole interval
    const TimePoint end = start_ + turn * every_ + length_;
    return now < end ? std::optional(end) : std::nullopt;
  }

  [[nodiscard]] Stall what() const { return what_; }

 private:
  Stall what_;
  std::chrono::nanoseconds every_;
  std::chrono::nanoseconds length_;
  TimePoint start_;
};

}  // namespace sockq
