#pragma once

#include <memory>
#include <utility>

#include "agent/server/multiplexer.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// epoll(7): the kernel keeps the descriptors, so a wait costs what is ready.
class EpollMultiplexer : public Multiplexer {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Multiplexer>> open();
  explicit EpollMultiplexer(UniqueFd epoll) : epoll_(std::move(epoll)) {}

  Result<Unit> add(int fd, Interest interest, bool shared) override;
  void change(int fd, Interest interest) override;
  void remove(int fd) override;
  Result<Unit> wait(std::chrono::nanoseconds limit, std::vector<int>& ready) override;

 private:
  UniqueFd epoll_;
};

}  // namespace sockq
