#pragma once

#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// SIGHUP as a descriptor (signalfd(2)). Make it before the first thread: threads inherit what is
/// blocked.
class HangupSignal {
 public:
  [[nodiscard]] static Result<HangupSignal> block();

  /// It came since this was last asked. Does not wait.
  [[nodiscard]] bool came() const;

 private:
  explicit HangupSignal(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
};

}  // namespace sockq
