#include "exporters/connection_guard.h"

#include <sys/socket.h>

#include <utility>

namespace sockq {
namespace {

constexpr std::chrono::seconds kRound{1};

ConnectionBook::TimePoint now() { return std::chrono::steady_clock::now(); }

}  // namespace

void cut_connection(int fd) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  ::shutdown(fd, SHUT_RDWR);
}

ConnectionGuard::ConnectionGuard(const ConnectionBook::Limits& limits)
    : book_(limits), thread_([this] { run(); }) {}

ConnectionGuard::~ConnectionGuard() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

bool ConnectionGuard::may_arrive() {
  const std::lock_guard lock(mutex_);
  if (!draining_) ++arriving_;
  return !draining_;
}

void ConnectionGuard::open(int fd, std::string client) {
  const std::lock_guard lock(mutex_);
  --arriving_;
  if (book_.empty()) wake_.notify_one();
  if (const auto cut = book_.open(fd, std::move(client), now())) cut_connection(*cut);
  if (draining_) cut_connection(fd);
}

void ConnectionGuard::begin_answer(int fd) {
  const std::lock_guard lock(mutex_);
  book_.begin_answer(fd, now());
}

bool ConnectionGuard::admit(int fd) {
  const std::lock_guard lock(mutex_);
  const ConnectionBook::Admission admission = book_.admit(fd, now());
  if (admission.cut) cut_connection(*admission.cut);
  return admission.admitted;
}

void ConnectionGuard::begin_sending(int fd) {
  const std::lock_guard lock(mutex_);
  book_.begin_sending(fd, now());
}

void ConnectionGuard::end_answer(int fd) {
  const std::lock_guard lock(mutex_);
  book_.end_answer(fd, now());
}

void ConnectionGuard::close(int fd) {
  const std::lock_guard lock(mutex_);
  book_.close(fd);
  if (book_.empty()) drained_.notify_one();
}

void ConnectionGuard::drain(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  draining_ = true;
  for (const int fd : book_.cut_all()) cut_connection(fd);
  drained_.wait_for(lock, patience, [this] { return arriving_ == 0 && book_.empty(); });
}

void ConnectionGuard::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    for (const int fd : book_.overdue(now())) cut_connection(fd);
    if (book_.empty())
      wake_.wait(lock, [this] { return stopping_ || !book_.empty(); });
    else
      wake_.wait_for(lock, kRound, [this] { return stopping_; });
  }
}

}  // namespace sockq
