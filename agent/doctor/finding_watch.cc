#include "agent/doctor/finding_watch.h"

#include <utility>

#include "agent/deadlines.h"
#include "agent/doctor/diagnose.h"
#include "agent/memory_guard.h"

namespace sockq {

FindingWatch::FindingWatch(std::function<Snapshot()> look, std::chrono::nanoseconds interval)
    : look_(std::move(look)), interval_(interval), thread_([this] { run(); }) {}

FindingWatch::~FindingWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

Snapshot FindingWatch::snapshot() const {
  Snapshot latest = look_();
  const std::lock_guard lock(mutex_);
  latest.findings = book_.findings();
  latest.findings_left_out = book_.left_out();
  return latest;
}

void FindingWatch::run() {
  MemoryGuard memory("findings");
  Deadlines deadlines(std::chrono::steady_clock::now());
  std::unique_lock lock(mutex_);
  while (true) {
    lock.unlock();
    memory.run([this] { compare(); });
    lock.lock();
    const auto deadline = deadlines.next(std::chrono::steady_clock::now(), interval_);
    if (wake_.wait_until(lock, deadline, [this] { return stopping_; })) return;
  }
}

void FindingWatch::compare() {
  const auto now = std::chrono::steady_clock::now();
  Snapshot latest = look_();
  if (before_) {
    std::vector<Finding> found = diagnose(before_->namespaces, latest.namespaces, now - looked_at_);
    const std::lock_guard lock(mutex_);
    book_.update(std::move(found));
  }
  before_ = std::move(latest);
  looked_at_ = now;
}

}  // namespace sockq
