#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <thread>

#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// Threads that come and go. One thread owns the object.
class Threads {
 public:
  [[nodiscard]] static Result<Threads> open();
  Threads(Threads&&) = default;
  /// Waits for all of them.
  ~Threads();

  /// False where the host has no thread to give; `body` is then destroyed.
  [[nodiscard]] bool start(std::function<void()> body);

  /// Readable when some thread has ended since the last reap().
  [[nodiscard]] int fd() const { return ended_.get(); }
  void reap();
  [[nodiscard]] std::size_t size() const { return threads_.size(); }

 private:
  struct Running {
    std::thread thread;
    std::atomic<bool> ended = false;
  };

  explicit Threads(UniqueFd ended) : ended_(std::move(ended)) {}

  UniqueFd ended_;  ///< an eventfd
  std::list<Running> threads_;
};

}  // namespace sockq
