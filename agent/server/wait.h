#pragma once

#include <sys/types.h>

#include <chrono>
#include <ctime>

#include "collectors/base/unique_fd.h"

namespace sockq {

/// Never negative.
[[nodiscard]] timespec to_timespec(std::chrono::nanoseconds time);

/// Rounded up, as poll(2) takes it; negative times are -1: for ever.
[[nodiscard]] int to_milliseconds(std::chrono::nanoseconds time);

/// Sleeps until `fd` is readable, at its end or in error (true), or until `time` has passed
/// (false). Signals do not shorten it.
[[nodiscard]] bool readable_within(int fd, std::chrono::nanoseconds time);

/// A descriptor that becomes readable when the process ends (pidfd_open(2)); invalid if there is
/// none.
[[nodiscard]] UniqueFd watch_process(pid_t pid);

}  // namespace sockq
