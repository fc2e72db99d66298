#include "agent/server/reactor.h"

#include <unistd.h>

#include <algorithm>

#include "agent/server/accept.h"
#include "agent/server/work.h"

namespace sockq {
namespace {

using Clock = std::chrono::steady_clock;
using Io = ServerConnection::Io;
using Next = ServerConnection::Next;

constexpr std::chrono::milliseconds kStarvedRest{100};  // nothing tells when another's come free
constexpr std::chrono::milliseconds kSweepInterval{250};
constexpr std::chrono::seconds kLinger{2};  // for what a refused client still sends

}  // namespace

Reactor::Reactor(const Service& service, std::span<const BoundListener> listeners, Stop& stop,
                 bool shared)
    : service_(service),
      listeners_(listeners),
      stop_(stop),
      shared_(shared),
      calling_(listeners.size()) {}

Result<Unit> Reactor::run() {
  Result<std::unique_ptr<Multiplexer>> opened = Multiplexer::open(service_.options.multiplexer);
  if (!opened.ok()) return opened.error();
  multiplexer_ = std::move(opened).value();
  const UniqueFd lowest_free(::dup(stop_.fd()));
  most_clients_ = multiplexer_->end_of_range() - static_cast<std::size_t>(lowest_free.get());
  if (service_.options.max_connections > 0)
    most_clients_ = std::min(most_clients_, service_.options.max_connections);

  Result<Unit> outcome = multiplexer_->add(stop_.fd(), Interest::read);
  while (outcome.ok()) {
    if (stopping_ && (clients_.empty() || now_ >= stop_.deadline())) break;
    now_ = Clock::now();
    if (!listening_) outcome = listen();
    if (outcome.ok()) outcome = wait();
    if (outcome.ok()) serve_round();
    if (outcome.ok()) outcome = accept_round();
  }
  clients_.clear();
  return outcome;
}

bool Reactor::has_room() const { return clients_.size() < most_clients_; }

/// Waits for clients from now on, unless there is no room or a reason to rest.
Result<Unit> Reactor::listen() {
  if (stopping_ || !has_room() || now_ < listen_again_) return Unit{};
  if (const auto end = service_.stalls.ends(Stall::accept, now_)) {
    listen_again_ = *end;
    return Unit{};
  }
  for (const BoundListener& listener : listeners_)
    if (Result<Unit> added = multiplexer_->add(listener.fd.get(), Interest::read, shared_);
        !added.ok())
      return added;
  listening_ = true;
  return Unit{};
}

void Reactor::pause_listening() {
  if (!std::exchange(listening_, false)) return;
  for (const BoundListener& listener : listeners_) multiplexer_->remove(listener.fd.get());
}

std::chrono::nanoseconds Reactor::wait_limit() {
  if (!ready_.empty()) return std::chrono::nanoseconds(0);
  TimePoint next = stop_.deadline();
  if (!listening_ && has_room() && !stopping_) next = std::min(next, listen_again_);
  if (!parked_.empty()) next = std::min(next, stall_end_);
  if (!clients_.empty()) next = std::min(next, next_sweep_);
  if (next == TimePoint::max()) return std::chrono::nanoseconds(-1);
  return next <= now_ ? std::chrono::nanoseconds(0) : next - now_;
}

Result<Unit> Reactor::wait() {
  if (Result<Unit> waited = multiplexer_->wait(wait_limit(), reported_); !waited.ok())
    return waited;
  now_ = Clock::now();
  for (const int fd : reported_) note_event(fd);
  if (!parked_.empty() && now_ >= stall_end_) end_stall();
  if (now_ >= next_sweep_) sweep();
  return Unit{};
}

void Reactor::note_event(int fd) {
  if (fd == stop_.fd()) {
    begin_stop();
  } else if (const auto client = clients_.find(fd); client != clients_.end()) {
    // What is reported though nobody waits for it is a reset.
    if (client->second.interest == Interest::none) return close(fd);
    queue(fd, client->second);
  } else {
    for (std::size_t i = 0; i < listeners_.size(); ++i)
      if (listeners_[i].fd.get() == fd) calling_[i] = true;
  }
}

void Reactor::queue(int fd, Client& client) {
  if (!std::exchange(client.queued, true)) ready_.push_back(fd);
}

void Reactor::serve_round() {
  for (const int fd : std::exchange(ready_, {})) {
    const auto client = clients_.find(fd);
    if (client == clients_.end()) continue;
    client->second.queued = false;
    take_turn(fd, client->second);
  }
}

/// Up to the end of one answer, so that no client keeps the others waiting.
void Reactor::take_turn(int fd, Client& client) {
  ServerConnection& connection = client.connection;
  bool answered = false;
  while (!answered) {
    const Next before = connection.next();
    if (before == Next::end) return close(fd);
    if (stalled(before)) {
      parked_.push_back(fd);
      return want(fd, client, Interest::none);
    }
    const Io io = advance(connection);
    if (io == Io::ended || (io == Io::blocked && stopping_ && connection.idle())) return close(fd);
    if (io == Io::blocked)
      return want(fd, client, before == Next::send ? Interest::write : Interest::read);
    client.last_moved = now_;
    answered = before == Next::send && connection.next() != Next::send;
  }
  want(fd, client, Interest::read);
  // Without a further request in hand, the multiplexer tells when there is more.
  if (connection.next() != Next::receive) queue(fd, client);
}

Io Reactor::advance(ServerConnection& connection) {
  switch (connection.next()) {
    case Next::receive:
    case Next::discard:
      return connection.receive();
    case Next::send:
      return connection.send();
    case Next::work:
      if (!do_work(service_.options.work_kind, service_.options.work, stop_)) return Io::ended;
      if (stop_.asked()) connection.finish();
      connection.answer();
      return Io::moved;
    case Next::end:
      break;
  }
  return Io::ended;
}

bool Reactor::stalled(Next next) {
  const Stall what = next == Next::receive ? Stall::read : Stall::write;
  if (next != Next::receive && next != Next::send) return false;
  const auto end = service_.stalls.ends(what, Clock::now());
  if (end) stall_end_ = *end;
  return end.has_value();
}

void Reactor::end_stall() {
  for (const int fd : std::exchange(parked_, {})) {
    const auto client = clients_.find(fd);
    if (client == clients_.end() || client->second.interest != Interest::none) continue;
    want(fd, client->second, Interest::read);
    queue(fd, client->second);
  }
}

void Reactor::want(int fd, Client& client, Interest interest) {
  if (std::exchange(client.interest, interest) != interest) multiplexer_->change(fd, interest);
}

void Reactor::close(int fd) {
  multiplexer_->remove(fd);
  clients_.erase(fd);
}

Result<Unit> Reactor::accept_round() {
  for (std::size_t i = 0; i < listeners_.size() && listening_; ++i) {
    if (!calling_[i]) continue;
    calling_[i] = false;
    if (service_.stalls.ends(Stall::accept, now_)) {
      pause_listening();
      break;
    }
    Accepted accepted = accept_client(listeners_[i]);
    if (accepted.outcome == Accepted::Outcome::closed && stop_.asked()) {
      begin_stop();
    } else if (accepted.outcome == Accepted::Outcome::closed) {
      return Error{EINVAL, "cannot accept", listeners_[i].address.text(), "it no longer listens"};
    } else if (accepted.outcome == Accepted::Outcome::starved) {
      listen_again_ = now_ + kStarvedRest;
      pause_listening();
    } else if (accepted.outcome == Accepted::Outcome::client) {
      add_client(std::move(accepted.client));
    }
  }
  return Unit{};
}

void Reactor::add_client(UniqueFd socket) {
  const int fd = socket.get();
  if (!multiplexer_->add(fd, Interest::read).ok()) return;
  Client& client = clients_.try_emplace(fd, std::move(socket), service_.options).first->second;
  client.last_moved = now_;
  if (!has_room()) pause_listening();
}

/// Closes who has been silent for too long.
void Reactor::sweep() {
  next_sweep_ = now_ + kSweepInterval;
  const auto timeout = service_.options.timeout;
  std::vector<int> silent;
  for (const auto& [fd, client] : clients_) {
    const bool discards = client.connection.next() == Next::discard;
    const auto silence = now_ - client.last_moved;
    if ((discards && silence > kLinger) || (timeout.count() > 0 && silence > timeout))
      silent.push_back(fd);
  }
  for (const int fd : silent) close(fd);
}

void Reactor::begin_stop() {
  if (!stop_.asked() || std::exchange(stopping_, true)) return;
  multiplexer_->remove(stop_.fd());
  pause_listening();
  if (!shared_) stop_listening(listeners_);
  std::vector<int> stalled;
  for (auto& [fd, client] : clients_) {
    if (client.interest == Interest::none) stalled.push_back(fd);
    if (client.connection.idle()) queue(fd, client);  // for what has come and is not yet read
  }
  for (const int fd : stalled) close(fd);
}

}  // namespace sockq
