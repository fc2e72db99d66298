#include "agent/server/acceptor.h"

#include <poll.h>
#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <utility>

#include "agent/server/accept.h"

namespace sockq {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kStarvedRest{100};  // nothing tells when another's come free

Error epoll_error() { return {errno, "cannot wait for clients", "epoll", ""}; }

}  // namespace

Acceptor::Acceptor(UniqueFd epoll, std::span<const BoundListener> listeners,
                   const StallSchedule& stalls, Stop& stop, int wake)
    : epoll_(std::move(epoll)),
      listeners_(listeners),
      stalls_(&stalls),
      stop_(&stop),
      wake_(wake) {}

Result<Acceptor> Acceptor::open(std::span<const BoundListener> listeners,
                                const StallSchedule& stalls, Stop& stop, int wake) {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll.valid()) return epoll_error();
  Acceptor acceptor(std::move(epoll), listeners, stalls, stop, wake);
  Result<Unit> watched = acceptor.watch(stop.fd(), EPOLLIN);
  if (watched.ok() && wake >= 0) watched = acceptor.watch(wake, EPOLLIN);
  for (const BoundListener& listener : listeners)
    if (watched.ok()) watched = acceptor.watch(listener.fd.get(), EPOLLIN | EPOLLEXCLUSIVE);
  if (!watched.ok()) return watched.error();
  return acceptor;
}

Result<Unit> Acceptor::watch(int fd, std::uint32_t events) const {
  epoll_event event{.events = events, .data = {.fd = fd}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) return epoll_error();
  return Unit{};
}

Result<Acceptor::Event> Acceptor::next(UniqueFd& client, bool room) {
  while (true) {
    std::optional<Event> event;
    if (!room) {
      event = rest(Clock::time_point::max());
    } else if (const auto end = stalls_->ends(Stall::accept, Clock::now())) {
      event = rest(*end);
    } else {
      Result<std::optional<Event>> step = await_client();
      const bool stalled = stalls_->ends(Stall::accept, Clock::now()).has_value();
      if (step.ok() && !step.value() && !stalled) step = accept_one(client);
      if (!step.ok()) return step.error();
      event = step.value();
    }
    if (event) return *event;
  }
}

/// Nothing: there may be a client.
Result<std::optional<Acceptor::Event>> Acceptor::await_client() {
  std::array<epoll_event, 8> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), -1);
  if (count < 0 && errno != EINTR) return epoll_error();
  std::optional<Event> event;
  for (int i = 0; i < count; ++i) {
    const int fd = events[static_cast<std::size_t>(i)].data.fd;
    if (fd == stop_->fd()) return std::optional(Event::stop);
    if (fd == wake_) event = Event::woken;
  }
  return event;
}

/// Asks the listeners in turn. Nothing: wait again.
Result<std::optional<Acceptor::Event>> Acceptor::accept_one(UniqueFd& client) {
  bool starved = false;
  for (std::size_t i = 0; i < listeners_.size(); ++i) {
    const BoundListener& listener = listeners_[turn_++ % listeners_.size()];
    Accepted accepted = accept_client(listener);
    if (accepted.outcome == Accepted::Outcome::closed) {
      if (stop_->asked()) return std::optional(Event::stop);
      return Error{EINVAL, "cannot accept", listener.address.text(), "it no longer listens"};
    }
    if (accepted.outcome == Accepted::Outcome::client) {
      client = std::move(accepted.client);
      return std::optional(Event::client);
    }
    starved = starved || accepted.outcome == Accepted::Outcome::starved;
  }
  return starved ? rest(Clock::now() + kStarvedRest) : std::nullopt;
}

std::optional<Acceptor::Event> Acceptor::rest(Clock::time_point until) {
  switch (stop_->wait(wake_, POLLIN, until, true)) {
    case Stop::Wake::stop:
      return Event::stop;
    case Stop::Wake::ready:
      return Event::woken;
    case Stop::Wake::timeout:
      break;
  }
  return std::nullopt;
}

}  // namespace sockq
