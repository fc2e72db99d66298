#pragma once

#include <new>
#include <string>
#include <utility>

namespace sockq {

/// For the turns of a thread: where memory ends in one, the rest of it is lost, and the next may
/// have memory again. Says so in the log when it begins and when it is over. For one thread.
class MemoryGuard {
 public:
  /// `turns` is what is lost: "looks at the kernel".
  explicit MemoryGuard(std::string turns) : turns_(std::move(turns)) {}

  /// Whether the turn came to its end.
  template <class Turn>
  bool run(const Turn& turn) {
    try {
      turn();
    } catch (const std::bad_alloc&) {
      note(true);
      return false;
    }
    if (is_short_) note(false);
    return true;
  }

 private:
  void note(bool is_short) noexcept;

  const std::string turns_;
  bool is_short_ = false;
};

}  // namespace sockq
