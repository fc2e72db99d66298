#include "agent/server/poll_multiplexer.h"

#include <cerrno>

#include "agent/server/wait.h"

namespace sockq {
namespace {

/// poll(2) passes over negative descriptors. Its own inverse.
constexpr int unwatched(int fd) { return ~fd; }

}  // namespace

Result<Unit> PollMultiplexer::add(int fd, Interest interest, bool /*shared*/) {
  places_[fd] = watched_.size();
  watched_.push_back({.fd = fd, .events = 0, .revents = 0});
  change(fd, interest);
  return Unit{};
}

void PollMultiplexer::change(int fd, Interest interest) {
  pollfd& watched = watched_[places_.at(fd)];
  watched.fd = interest == Interest::none ? unwatched(fd) : fd;
  watched.events = interest == Interest::write ? POLLOUT : POLLIN;
}

/// The last one takes its place.
void PollMultiplexer::remove(int fd) {
  const std::size_t place = places_.at(fd);
  const int last = watched_.back().fd;
  watched_[place] = watched_.back();
  watched_.pop_back();
  places_[last < 0 ? unwatched(last) : last] = place;
  places_.erase(fd);
}

Result<Unit> PollMultiplexer::wait(std::chrono::nanoseconds limit, std::vector<int>& ready) {
  const int count = ::poll(watched_.data(), watched_.size(), to_milliseconds(limit));
  ready.clear();
  if (count < 0 && errno != EINTR) return Error{errno, "cannot wait for its sockets", "poll", ""};
  if (count <= 0) return Unit{};
  for (const pollfd& watched : watched_)
    if (watched.fd >= 0 && watched.revents != 0) ready.push_back(watched.fd);
  return Unit{};
}

}  // namespace sockq
