#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sockq {

/// When the requests of an open loop are due, whatever becomes of them. Times are from the begin;
/// those of 0 turn their part off.
struct ScheduleOptions {
  double rate = 0;                          ///< requests a second
  std::optional<double> ramp_to{};          ///< the rate at the end, reached in a straight line
  std::size_t burst = 0;                    ///< requests at once ...
  std::chrono::nanoseconds burst_every{0};  ///< ... from the begin on, this far apart
  std::chrono::nanoseconds duration{0};     ///< 0: without end; a ramp needs one
};

/// The same as a sequence. Pure.
class Schedule {
 public:
  explicit Schedule(const ScheduleOptions& options) : options_(options) {}

  /// The next time; nothing after the last.
  [[nodiscard]] std::optional<std::chrono::nanoseconds> next() const;
  void pop();

 private:
  [[nodiscard]] std::optional<std::chrono::nanoseconds> next_single() const;
  [[nodiscard]] std::optional<std::chrono::nanoseconds> next_burst() const;
  [[nodiscard]] std::optional<std::chrono::nanoseconds> within(double seconds) const;

  ScheduleOptions options_;
  std::uint64_t singles_ = 0;  ///< those that have passed
  std::uint64_t bursts_ = 0;   ///< requests of bursts that have passed
};

}  // namespace sockq
