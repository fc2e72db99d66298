#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "agent/top/top_source.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// Takes a look at a source again and again, in a thread of its own, so that one that answers late
/// does not keep the user waiting. One thread reads.
class Feed {
 public:
  /// Borrows the source, which is not for anyone else as long as this lives.
  [[nodiscard]] static Result<std::unique_ptr<Feed>> start(TopSource& source,
                                                           std::chrono::nanoseconds interval);
  ~Feed();
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  /// Readable when there is a look to take (eventfd(2)).
  [[nodiscard]] int fd() const { return ready_.get(); }
  /// The latest look, or why there was none; nothing where it was taken before.
  [[nodiscard]] std::optional<Result<TopSample>> take();

 private:
  Feed(TopSource& source, std::chrono::nanoseconds interval, UniqueFd ready);
  void run();

  TopSource& source_;
  const std::chrono::nanoseconds interval_;
  const UniqueFd ready_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::optional<Result<TopSample>> latest_;
  std::thread thread_;
};

}  // namespace sockq
