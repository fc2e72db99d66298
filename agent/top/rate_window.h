#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace sockq {

/// How fast a counter rises: between its latest look and the last one that is 5 s old, or the
/// first. Pure.
class RateWindow {
 public:
  static constexpr double kSeconds = 5;

  /// What it read at `time`, in seconds. Where it fell, or time did, or nothing is known, it begins
  /// anew.
  void add(double time, std::optional<std::uint64_t> count);

  /// A second; nothing before the second look.
  [[nodiscard]] std::optional<double> rate() const;

 private:
  struct Look {
    double time = 0;
    std::uint64_t count = 0;
  };
  std::vector<Look> marks_;  ///< a second apart or more
  std::optional<Look> latest_;
};

}  // namespace sockq
