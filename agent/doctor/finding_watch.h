#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "agent/doctor/finding_book.h"
#include "collectors/snapshot.h"

namespace sockq {

/// Applies the rules to what the agent sees, every `interval`, in a thread of its own, and holds
/// what was found for whoever asks.
class FindingWatch {
 public:
  /// `look` gives the latest of everything and must be safe for use by several threads.
  FindingWatch(std::function<Snapshot()> look, std::chrono::nanoseconds interval);
  ~FindingWatch();
  FindingWatch(const FindingWatch&) = delete;
  FindingWatch& operator=(const FindingWatch&) = delete;

  /// The latest of everything, with the findings. Safe for use by several threads; makes no system
  /// call and applies no rule.
  [[nodiscard]] Snapshot snapshot() const;

 private:
  void run();
  void compare();

  const std::function<Snapshot()> look_;
  const std::chrono::nanoseconds interval_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  FindingBook book_;
  // The thread's own:
  std::optional<Snapshot> before_;
  std::chrono::steady_clock::time_point looked_at_{};
  std::thread thread_;
};

}  // namespace sockq
