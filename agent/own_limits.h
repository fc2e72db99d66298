#pragma once

#include <cstdint>

#include "collectors/base/result.h"

namespace sockq {

/// Bounds that this process sets itself.
struct OwnLimits {
  /// Most bytes of writable memory of its own, stacks and what is only reserved included
  /// (RLIMIT_DATA, setrlimit(2)); 0 for no bound.
  std::uint64_t max_memory = 0;
  int nice = 0;          ///< is added to its nice value (sched(7)): 19 gives way to everyone
  bool io_idle = false;  ///< disks serve everyone else first (IOPRIO_CLASS_IDLE, ioprio_set(2))
};

/// For the calling thread and those it starts, so call it before the first. They share one heap
/// (M_ARENA_MAX, mallopt(3)), which keeps less of what was freed than one for each would.
[[nodiscard]] Result<Unit> set_own_limits(const OwnLimits& limits);

}  // namespace sockq
