#pragma once

#include <chrono>

#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// SIGINT, SIGTERM and, unless it is ignored or blocked, SIGHUP as a descriptor that becomes
/// readable (signalfd(2)), and no SIGPIPE. Make it before the first thread: threads inherit what is
/// blocked.
class StopSignal {
 public:
  [[nodiscard]] static Result<StopSignal> block();

  [[nodiscard]] int fd() const { return fd_.get(); }

  /// Blocks until one of the signals comes.
  void wait() const;
  /// Blocks until one of the signals comes (true), or until `deadline` (false).
  [[nodiscard]] bool comes_before(std::chrono::steady_clock::time_point deadline) const;

 private:
  explicit StopSignal(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
};

}  // namespace sockq
