#pragma once

#include <atomic>

namespace sockq {

/// Counts requests in work and refuses those above `max`; 0 is no limit. For any thread.
class RequestLimit {
 public:
  explicit RequestLimit(unsigned max) : max_(max) {}

  [[nodiscard]] bool enter() {
    unsigned running = running_.load();
    do {
      if (max_ != 0 && running >= max_) return false;
    } while (!running_.compare_exchange_weak(running, running + 1));
    return true;
  }
  void leave() { --running_; }

 private:
  const unsigned max_;
  std::atomic<unsigned> running_ = 0;
};

}  // namespace sockq
