#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// A thread that goes into other network namespaces (setns(2)) for an instant, and does nothing
/// else: no other thread ever changes its namespace. After each visit it goes back to its own, so
/// that it keeps no other one alive. Safe for use by several threads, one visit at a time.
class NamespaceThread {
 public:
  /// `own` is the path of its own namespace: "/proc/thread-self/ns/net".
  explicit NamespaceThread(std::string own);
  ~NamespaceThread();
  NamespaceThread(const NamespaceThread&) = delete;
  NamespaceThread& operator=(const NamespaceThread&) = delete;

  /// Runs `work`, which should be short, in the namespace of an nsfs descriptor, and returns when
  /// it is done. An error where that may not be entered: then `work` did not run.
  [[nodiscard]] Result<Unit> visit(int nsfs, const std::function<void()>& work);

 private:
  struct Visit {
    int nsfs = -1;
    const std::function<void()>* work = nullptr;
    int error = 0;  ///< errno of entering
  };

  void run(const std::string& own);

  std::mutex turn_;  ///< held by the visitor
  std::mutex mutex_;
  std::condition_variable changed_;
  Visit* visit_ = nullptr;  ///< to be made
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sockq
