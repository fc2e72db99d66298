#include "agent/top/feed.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <exception>
#include <utility>

#include "agent/deadlines.h"

namespace sockq {
namespace {

/// A look that throws is one that failed: a thread has nobody to throw to.
Result<TopSample> look_at(TopSource& source) {
  try {
    return source.look();
  } catch (const std::exception& exception) {
    return Error{0, exception.what(), source.name(), ""};
  }
}

}  // namespace

Result<std::unique_ptr<Feed>> Feed::start(TopSource& source, std::chrono::nanoseconds interval) {
  UniqueFd ready(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!ready.valid()) return Error{errno, "cannot make an event", "eventfd", ""};
  return std::unique_ptr<Feed>(new Feed(source, interval, std::move(ready)));
}

Feed::Feed(TopSource& source, std::chrono::nanoseconds interval, UniqueFd ready)
    : source_(source), interval_(interval), ready_(std::move(ready)), thread_([this] { run(); }) {}

Feed::~Feed() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::optional<Result<TopSample>> Feed::take() {
  eventfd_t count = 0;
  const std::lock_guard lock(mutex_);
  if (::eventfd_read(ready_.get(), &count) != 0) return std::nullopt;
  return std::exchange(latest_, std::nullopt);
}

void Feed::run() {
  Deadlines deadlines(std::chrono::steady_clock::now());
  std::unique_lock lock(mutex_);
  while (true) {
    const auto deadline = deadlines.next(std::chrono::steady_clock::now(), interval_);
    if (wake_.wait_until(lock, deadline, [this] { return stopping_; })) return;
    lock.unlock();
    Result<TopSample> look = look_at(source_);
    lock.lock();
    latest_.emplace(std::move(look));
    ::eventfd_write(ready_.get(), 1);
  }
}

}  // namespace sockq
