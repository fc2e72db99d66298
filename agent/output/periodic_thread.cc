#include "agent/output/periodic_thread.h"

#include <utility>

#include "agent/deadlines.h"

namespace sockq {

PeriodicThread::PeriodicThread(std::string calls, std::chrono::nanoseconds interval,
                               std::function<void()> work)
    : memory_(std::move(calls)),
      thread_([this, interval, work = std::move(work)] { run(interval, work); }) {}

PeriodicThread::~PeriodicThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void PeriodicThread::run(std::chrono::nanoseconds interval, const std::function<void()>& work) {
  Deadlines deadlines(std::chrono::steady_clock::now());
  std::unique_lock lock(mutex_);
  while (true) {
    lock.unlock();
    memory_.run(work);
    lock.lock();
    const auto due = deadlines.next(std::chrono::steady_clock::now(), interval);
    if (wake_.wait_until(lock, due, [this] { return stopping_; })) return;
  }
}

}  // namespace sockq
