#include "agent/server/load/load_loop.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sockq {
namespace {

using Clock = std::chrono::steady_clock;
using Phase = LoadConnection::Phase;
using std::chrono::nanoseconds;

constexpr std::chrono::milliseconds kProgressInterval{100};
constexpr std::chrono::milliseconds kSlowTick{5};     // of slow readers
constexpr std::chrono::milliseconds kRetryDelay{10};  // of a closed loop's client that failed

std::string host_of(const SocketAddress& target) {
  return target.is_unix() ? "localhost" : target.text();
}

}  // namespace

LoadLoop::LoadLoop(const LoadOptions& options, int stop_fd, const LoadProgress& progress)
    : options_(options),
      stop_fd_(stop_fd),
      progress_(progress),
      request_(load_request(options.framing, host_of(options.target), options.keep_alive)),
      schedule_(options.schedule) {}

Result<LoadResult> LoadLoop::run() {
  Result<std::unique_ptr<Multiplexer>> opened = Multiplexer::open(MultiplexerKind::epoll);
  if (!opened.ok()) return opened.error();
  multiplexer_ = std::move(opened).value();
  if (Result<Unit> added = multiplexer_->add(stop_fd_, Interest::read); !added.ok())
    return added.error();
  start_ = now_ = next_progress_ = Clock::now();
  while (true) {
    now_ = Clock::now();
    make_due();
    begin_waiting();
    time_out();
    result_.elapsed = now_ - start_;
    if (progress_ && now_ >= next_progress_) {
      next_progress_ = now_ + kProgressInterval;
      progress_(result_);
    }
    if (stopped_ || finished()) return result_;
    if (Result<Unit> waited = wait(); !waited.ok()) return waited.error();
  }
}

void LoadLoop::make_due() {
  if (options_.concurrency > 0) {
    make_due_closed();
  } else {
    make_due_open();
  }
}

void LoadLoop::make_due_open() {
  while (const auto due = next_due()) {
    if (*due > now_) break;
    waiting_.push_back(*due);
    schedule_.pop();
    ++result_.due;
  }
}

void LoadLoop::make_due_closed() {
  while (const auto due = next_due()) {
    if (*due > now_) break;
    if (begun_ < options_.concurrency) {
      ++begun_;
    } else {
      retries_.pop_front();
    }
    waiting_.push_back(now_);
    ++result_.due;
  }
}

std::optional<LoadLoop::TimePoint> LoadLoop::next_due() const {
  if (options_.requests > 0 && result_.due >= options_.requests) return std::nullopt;
  if (options_.concurrency == 0) {
    const auto next = schedule_.next();
    return next ? std::optional(start_ + *next) : std::nullopt;
  }
  const nanoseconds duration = options_.schedule.duration;
  if (duration.count() > 0 && now_ >= start_ + duration) return std::nullopt;
  if (begun_ < options_.concurrency) return start_;
  return retries_.empty() ? std::nullopt : std::optional(retries_.front());
}

bool LoadLoop::finished() const {
  return !next_due() && waiting_.empty() && result_.ended() == result_.due;
}

void LoadLoop::begin_waiting() {
  while (!waiting_.empty()) {
    if (now_ - waiting_.front() > options_.timeout) {
      ++result_.timed_out;
    } else if (!begin(waiting_.front())) {
      return;
    }
    waiting_.pop_front();
  }
}

/// False where it must wait for its turn.
bool LoadLoop::begin(TimePoint intended) {
  if (!idle_.empty()) {
    const auto place = clients_.find(idle_.back());
    idle_.pop_back();
    place->second.connection.begin(request_, intended);
    deadlines_.push_back({intended, place->first});
    advance(place);
    return true;
  }
  if (clients_.size() >= options_.most_open) return false;
  LoadConnection connection(options_.target, options_.framing);
  connection.begin(request_, intended);
  if (connection.phase() == Phase::over ||
      !multiplexer_->add(connection.fd(), connection.interest()).ok()) {
    note_end(connection);
    return true;
  }
  ++result_.connections;
  deadlines_.push_back({intended, connection.fd()});
  const int fd = connection.fd();
  clients_.emplace(fd, Client{std::move(connection)});
  return true;
}

void LoadLoop::time_out() {
  for (; !deadlines_.empty(); deadlines_.pop_front()) {
    const auto [intended, fd] = deadlines_.front();
    const auto place = clients_.find(fd);
    const bool gone = place == clients_.end() || place->second.connection.intended() != intended ||
                      place->second.connection.phase() == Phase::idle;
    if (!gone && now_ - intended <= options_.timeout) return;
    if (gone) continue;
    LoadConnection& connection = place->second.connection;
    if (connection.phase() == Phase::connecting) {
      connection.look_for_retries();
      if (connection.syn_retried()) ++result_.syn_retried;
    }
    connection.end(LoadOutcome::timed_out);
    settle(place);
  }
}

nanoseconds LoadLoop::wait_limit() const {
  TimePoint next = progress_ ? next_progress_ : TimePoint::max();
  if (const auto due = next_due()) next = std::min(next, *due);
  if (!deadlines_.empty())
    next = std::min(next, deadlines_.front().intended + options_.timeout + nanoseconds(1));
  if (!waiting_.empty())
    next = std::min(next, waiting_.front() + options_.timeout + nanoseconds(1));
  if (!resting_.empty()) next = std::min<TimePoint>(next, now_ + kSlowTick);
  if (next == TimePoint::max()) return nanoseconds(-1);
  return std::max(nanoseconds(next - Clock::now()), nanoseconds(0));
}

Result<Unit> LoadLoop::wait() {
  if (Result<Unit> waited = multiplexer_->wait(wait_limit(), ready_); !waited.ok()) return waited;
  now_ = Clock::now();
  for (const int fd : ready_) {
    if (fd == stop_fd_) stopped_ = true;
    const auto place = clients_.find(fd);
    if (place != clients_.end()) advance(place);
  }
  resume_slow_readers();
  return Unit{};
}

std::size_t LoadLoop::allowance(const LoadConnection& connection) const {
  if (options_.read_rate == 0 || connection.phase() != Phase::receiving)
    return std::numeric_limits<std::size_t>::max();
  const std::chrono::duration<double> since = now_ - std::max(connection.connected(), start_);
  const double allowed = since.count() * static_cast<double>(options_.read_rate);
  const auto whole = static_cast<std::uint64_t>(allowed);
  return whole > connection.received() ? whole - connection.received() : 0;
}

void LoadLoop::advance(Clients::iterator place) {
  LoadConnection& connection = place->second.connection;
  const bool was_idle = connection.phase() == Phase::idle;
  const bool was_connecting = connection.phase() == Phase::connecting;
  const std::size_t most = allowance(connection);
  if (most == 0) {
    want(place, Interest::none);
    resting_.push_back(place->first);
    return;
  }
  connection.advance(now_, most);
  if (was_connecting && connection.phase() != Phase::connecting) {
    if (connection.syn_retried()) ++result_.syn_retried;
    if (connection.phase() != Phase::over || connection.connected() != TimePoint{})
      result_.connect.record(now_ - connection.intended());
  }
  if (was_idle) {  // the server ended it
    std::erase(idle_, place->first);
    multiplexer_->remove(place->first);
    clients_.erase(place);
  } else if (connection.phase() == Phase::over || connection.phase() == Phase::idle) {
    settle(place);
  } else {
    want(place, connection.interest());
  }
}

void LoadLoop::want(Clients::iterator place, Interest interest) {
  if (std::exchange(place->second.watched, interest) != interest)
    multiplexer_->change(place->first, interest);
}

void LoadLoop::resume_slow_readers() {
  for (const int fd : std::exchange(resting_, {})) {
    const auto place = clients_.find(fd);
    if (place == clients_.end()) continue;
    advance(place);
  }
}

/// The request of a connection has ended: counts it, and keeps the connection or closes it.
void LoadLoop::settle(Clients::iterator place) {
  LoadConnection& connection = place->second.connection;
  note_end(connection);
  if (connection.phase() == Phase::idle && options_.keep_alive && !connection.last()) {
    want(place, connection.interest());
    idle_.push_back(place->first);
    return;
  }
  multiplexer_->remove(place->first);
  clients_.erase(place);
}

void LoadLoop::note_end(const LoadConnection& connection) {
  const bool answered = connection.outcome() == LoadOutcome::answered;
  switch (connection.outcome()) {
    case LoadOutcome::answered:
      ++result_.answered;
      break;
    case LoadOutcome::refused:
      ++result_.refused;
      break;
    case LoadOutcome::reset:
      ++result_.reset;
      break;
    case LoadOutcome::timed_out:
      ++result_.timed_out;
      break;
    case LoadOutcome::failed:
      ++result_.failed;
      break;
  }
  result_.bytes += connection.received();
  if (answered) {
    if (connection.status() >= 400) ++result_.errors;
    result_.first_byte.record(connection.first_byte() - connection.intended());
    result_.total.record(now_ - connection.intended());
  }
  if (options_.concurrency == 0) return;
  if (answered) {
    retries_.push_front(now_);
  } else {
    retries_.push_back(now_ + kRetryDelay);
  }
}

}  // namespace sockq
