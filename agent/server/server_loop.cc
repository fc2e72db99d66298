#include "agent/server/server_loop.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "agent/server/wait.h"

namespace sockq {
namespace {

constexpr int kStarvedWaitMs = 100;  // descriptors of others may come free, which no edge tells

Error epoll_error() { return {errno, "cannot wait for its sockets", "epoll", ""}; }

}  // namespace

Result<Unit> ServerLoop::run(std::span<const BoundListener> listeners) {
  epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll_.valid()) return epoll_error();
  if (Result<Unit> watched = watch(stop_fd_, EPOLLIN); !watched.ok()) return watched;
  if (stall_ != Stall::accept) {
    for (const BoundListener& listener : listeners) {
      acceptors_.push_back({listener});
      Result<Unit> watched = watch(listener.fd.get(), EPOLLIN | EPOLLET);
      if (!watched.ok()) return watched;
    }
  }
  while (true) {
    if (Result<Unit> waited = wait(); !waited.ok() || stopped_) return waited;
    serve_round();
    if (Result<Unit> accepted = accept_round(); !accepted.ok()) return accepted;
  }
}

Result<Unit> ServerLoop::watch(int fd, std::uint32_t events) const {
  epoll_event event{.events = events, .data = {.fd = fd}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) return epoll_error();
  return Unit{};
}

int ServerLoop::wait_limit() const {
  const auto has = [this](Accepting state) {
    return std::ranges::find(acceptors_, state, &Acceptor::state) != acceptors_.end();
  };
  if (!ready_.empty() || has(Accepting::ready)) return 0;
  return has(Accepting::starved) ? kStarvedWaitMs : -1;
}

Result<Unit> ServerLoop::wait() {
  std::array<epoll_event, 64> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), wait_limit());
  if (count < 0 && errno != EINTR) return epoll_error();
  for (int i = 0; i < count; ++i) note_event(events[static_cast<std::size_t>(i)].data.fd);
  return Unit{};
}

void ServerLoop::note_event(int fd) {
  if (fd == stop_fd_) {
    stopped_ = true;
  } else if (const auto client = clients_.find(fd); client != clients_.end()) {
    if (!std::exchange(client->second.queued, true)) ready_.push_back(fd);
  } else {
    for (Acceptor& acceptor : acceptors_)
      if (acceptor.listener.fd.get() == fd) acceptor.state = Accepting::ready;
  }
}

void ServerLoop::serve_round() {
  for (const int fd : std::exchange(ready_, {})) {
    serve(fd);
    if (stopped_) return;
  }
}

void ServerLoop::serve(int fd) {
  using Step = ServerConnection::Step;
  Client& client = clients_.find(fd)->second;
  client.queued = false;
  Step step = stall_ == Stall::read ? Step::finished : client.connection.advance();
  if (step == Step::request) {
    stopped_ = work_.count() > 0 && readable_within(stop_fd_, work_);
    if (stopped_) return;
    step = client.connection.answer();
  }
  if (step == Step::finished) {
    clients_.erase(fd);
  } else if (step == Step::again) {
    client.queued = true;
    ready_.push_back(fd);
  }
}

Result<Unit> ServerLoop::accept_round() {
  for (Acceptor& acceptor : acceptors_) {
    if (acceptor.state == Accepting::idle) continue;
    Result<Accepting> state = accept_from(acceptor.listener);
    if (!state.ok()) return state.error();
    acceptor.state = state.value();
  }
  return Unit{};
}

Result<ServerLoop::Accepting> ServerLoop::accept_from(const BoundListener& listener) {
  UniqueFd socket(::accept4(listener.fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket.valid()) {
    if (errno == EAGAIN) return Accepting::idle;
    if (errno == EINTR || errno == ECONNABORTED) return Accepting::ready;
    if (errno == EINVAL)
      return Error{errno, "cannot accept", listener.address.text(), "it no longer listens"};
    return Accepting::starved;
  }
  // A client nobody reads shows only its reset or full close, which epoll reports unasked.
  const std::uint32_t events = stall_ == Stall::read ? 0 : EPOLLIN | EPOLLOUT;
  const int fd = socket.get();
  clients_.try_emplace(fd, std::move(socket));
  if (!watch(fd, events | EPOLLET).ok()) clients_.erase(fd);
  return Accepting::ready;
}

}  // namespace sockq
