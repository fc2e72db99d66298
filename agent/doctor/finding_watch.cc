#include "agent/doctor/finding_watch.h"

#include <utility>

#include "agent/deadlines.h"
#include "agent/doctor/diagnose.h"

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
  auto looked_at = std::chrono::steady_clock::now();
  Snapshot before = look_();
  Deadlines deadlines(looked_at);
  std::unique_lock lock(mutex_);
  while (true) {
    const auto deadline = deadlines.next(std::chrono::steady_clock::now(), interval_);
    if (wake_.wait_until(lock, deadline, [this] { return stopping_; })) return;
    lock.unlock();
    const auto now = std::chrono::steady_clock::now();
    Snapshot after = look_();
    std::vector<Finding> found = diagnose(before.namespaces, after.namespaces, now - looked_at);
    before = std::move(after);
    looked_at = now;
    lock.lock();
    book_.update(std::move(found));
  }
}

}  // namespace sockq
