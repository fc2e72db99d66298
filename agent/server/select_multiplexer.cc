#include "agent/server/select_multiplexer.h"

#include <cerrno>
#include <string>

#include "agent/server/wait.h"

namespace sockq {

SelectMultiplexer::SelectMultiplexer() {
  FD_ZERO(&reading_);
  FD_ZERO(&writing_);
}

Result<Unit> SelectMultiplexer::add(int fd, Interest interest, bool /*shared*/) {
  if (fd < 0 || fd >= FD_SETSIZE)
    return Error{EMFILE, "select(2) ends at 1,024 descriptors", "descriptor " + std::to_string(fd),
                 "choose the multiplexer epoll or poll"};
  watched_.insert(fd);
  change(fd, interest);
  return Unit{};
}

void SelectMultiplexer::change(int fd, Interest interest) {
  FD_CLR(fd, &reading_);
  FD_CLR(fd, &writing_);
  if (interest == Interest::read) FD_SET(fd, &reading_);
  if (interest == Interest::write) FD_SET(fd, &writing_);
}

void SelectMultiplexer::remove(int fd) {
  change(fd, Interest::none);
  watched_.erase(fd);
}

Result<Unit> SelectMultiplexer::wait(std::chrono::nanoseconds limit, std::vector<int>& ready) {
  fd_set reading = reading_;
  fd_set writing = writing_;
  const timespec time = to_timespec(limit);
  const int end = watched_.empty() ? 0 : *watched_.rbegin() + 1;
  const int count =
      ::pselect(end, &reading, &writing, nullptr, limit.count() < 0 ? nullptr : &time, nullptr);
  ready.clear();
  if (count < 0 && errno != EINTR) return Error{errno, "cannot wait for its sockets", "select", ""};
  if (count <= 0) return Unit{};
  for (const int fd : watched_)
    if (FD_ISSET(fd, &reading) || FD_ISSET(fd, &writing)) ready.push_back(fd);
  return Unit{};
}

}  // namespace sockq
