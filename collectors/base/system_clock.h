#pragma once

#include <ctime>

#include "collectors/base/env.h"

namespace sockq {

/// The machine's own clocks.
class SystemClock : public Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point wall() const override {
    return std::chrono::system_clock::now();
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::now();
  }
  /// CLOCK_THREAD_CPUTIME_ID (clock_gettime(2)).
  [[nodiscard]] std::chrono::nanoseconds thread_cpu() const override {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  }
};

}  // namespace sockq
