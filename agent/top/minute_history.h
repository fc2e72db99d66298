#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace sockq {

/// How full a queue was in each second of the last minute: the highest that was seen. A second
/// without a look is as the one before it. Pure.
class MinuteHistory {
 public:
  static constexpr std::int64_t kSeconds = 60;

  /// A look in `second`, which counts from any begin at or after 0; where that lies before the
  /// latest one, history begins anew.
  void add(std::int64_t second, double ratio);

  /// The highest of the seconds from `from` up to before `to`; nothing where none was seen.
  [[nodiscard]] std::optional<double> highest(std::int64_t from, std::int64_t to) const;

 private:
  [[nodiscard]] static std::size_t slot(std::int64_t second) {
    return static_cast<std::size_t>(second % kSeconds);
  }

  std::array<float, kSeconds> ratios_{};
  std::int64_t first_ = 0;
  std::int64_t latest_ = -1;  ///< -1: nothing was seen
};

}  // namespace sockq
