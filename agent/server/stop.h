#pragma once

#include <chrono>
#include <optional>

namespace sockq {

/// The end of a server as one of its threads sees it: a descriptor that becomes readable asks for
/// it, and then there is a limited time for what is begun.
class Stop {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  enum class Wake { ready, timeout, stop };

  Stop(int fd, std::chrono::nanoseconds drain) : fd_(fd), drain_(drain) {}

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool asked();
  /// It was asked for, and the time for what is begun has passed.
  [[nodiscard]] bool over();
  [[nodiscard]] TimePoint deadline() const { return deadline_.value_or(TimePoint::max()); }

  /// Blocks until `fd` reports one of `events` or `until` has come. Where a stop may not wait for
  /// this (`idle`), until it is asked for; otherwise until its time is over.
  [[nodiscard]] Wake wait(int fd, short events, TimePoint until, bool idle);
  /// Blocks for that time. False where the stop's time was over before.
  [[nodiscard]] bool sleep(std::chrono::nanoseconds time);

 private:
  void note();

  int fd_;
  std::chrono::nanoseconds drain_;
  std::optional<TimePoint> deadline_;  ///< set once asked for
};

}  // namespace sockq
