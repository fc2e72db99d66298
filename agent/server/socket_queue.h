#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "collectors/base/unique_fd.h"

namespace sockq {

/// Accepted clients on their way from one thread to several. Safe for use by several threads.
class SocketQueue {
 public:
  /// `wake` is an eventfd that is written to when a client is taken.
  SocketQueue(std::size_t room, int wake) : room_(room), wake_(wake) {}

  [[nodiscard]] bool has_room();
  void put(UniqueFd client);
  /// Blocks until there is a client; nothing after close().
  [[nodiscard]] std::optional<UniqueFd> take();
  /// No more come. Those in the queue can still be taken.
  void close();

 private:
  const std::size_t room_;
  const int wake_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<UniqueFd> clients_;
  bool closed_ = false;
};

}  // namespace sockq
