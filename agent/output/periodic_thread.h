#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "agent/memory_guard.h"

namespace sockq {

/// Calls a function in a thread of its own, now and at every interval after, until it is destroyed:
/// then it waits for a call that runs. What is due while one runs is left out. Where memory ends in
/// a call, that is said in the log, with `calls` for what is lost.
class PeriodicThread {
 public:
  PeriodicThread(std::string calls, std::chrono::nanoseconds interval, std::function<void()> work);
  ~PeriodicThread();
  PeriodicThread(const PeriodicThread&) = delete;
  PeriodicThread& operator=(const PeriodicThread&) = delete;

 private:
  void run(std::chrono::nanoseconds interval, const std::function<void()>& work);

  MemoryGuard memory_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sockq
