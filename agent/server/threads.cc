#include "agent/server/threads.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace sockq {

Result<Threads> Threads::open() {
  UniqueFd ended(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!ended.valid()) return Error{errno, "cannot make an eventfd", "threads", ""};
  return Threads(std::move(ended));
}

Threads::~Threads() {
  for (Running& running : threads_) running.thread.join();
}

bool Threads::start(std::function<void()> body) {
  Running& running = threads_.emplace_back();
  try {
    running.thread = std::thread([&running, fd = fd(), run = std::move(body)] {
      run();
      running.ended = true;
      ::eventfd_write(fd, 1);
    });
  } catch (const std::system_error&) {
    threads_.pop_back();
    return false;
  }
  return true;
}

void Threads::reap() {
  eventfd_t ignored;
  ::eventfd_read(fd(), &ignored);
  std::erase_if(threads_, [](Running& running) {
    if (!running.ended) return false;
    running.thread.join();
    return true;
  });
}

}  // namespace sockq
