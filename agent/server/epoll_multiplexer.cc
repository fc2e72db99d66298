#include "agent/server/epoll_multiplexer.h"

#include <sys/epoll.h>

#include <array>
#include <cerrno>

#include "agent/server/wait.h"

namespace sockq {
namespace {

Error epoll_error() { return {errno, "cannot wait for its sockets", "epoll", ""}; }

std::uint32_t events_of(Interest interest) {
  switch (interest) {
    case Interest::read:
      return EPOLLIN;
    case Interest::write:
      return EPOLLOUT;
    case Interest::none:
      break;
  }
  return 0;
}

}  // namespace

Result<std::unique_ptr<Multiplexer>> EpollMultiplexer::open() {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll.valid()) return epoll_error();
  return std::unique_ptr<Multiplexer>(std::make_unique<EpollMultiplexer>(std::move(epoll)));
}

Result<Unit> EpollMultiplexer::add(int fd, Interest interest, bool shared) {
  const std::uint32_t exclusive = shared ? EPOLLEXCLUSIVE : 0U;
  epoll_event event{.events = events_of(interest) | exclusive, .data = {.fd = fd}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) return epoll_error();
  return Unit{};
}

void EpollMultiplexer::change(int fd, Interest interest) {
  epoll_event event{.events = events_of(interest), .data = {.fd = fd}};
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void EpollMultiplexer::remove(int fd) { ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr); }

Result<Unit> EpollMultiplexer::wait(std::chrono::nanoseconds limit, std::vector<int>& ready) {
  std::array<epoll_event, 128> events;
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), events.size(), to_milliseconds(limit));
  ready.clear();
  if (count < 0 && errno != EINTR) return epoll_error();
  for (int i = 0; i < count; ++i) ready.push_back(events[static_cast<std::size_t>(i)].data.fd);
  return Unit{};
}

}  // namespace sockq
