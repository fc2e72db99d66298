#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "collectors/base/env.h"

namespace sockq {

/// A process that holds a socket, and the first of the descriptors by which it does.
struct Holder {
  std::uint32_t pid = 0;
  int fd = 0;
  std::uint32_t inode = 0;
};

/// One walk over the descriptors of all processes (proc_pid_fd(5)), in as many pieces as the time
/// asks for. A process that ends meanwhile is none. Not safe for use by two threads.
class HolderWalk {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// More than these are not remembered, over all sockets.
  static constexpr std::size_t kMostHolders = 65'536;

  /// Begins anew, for sockets with these inodes. An error where there is no process at all.
  [[nodiscard]] Result<Unit> begin(const ProcFs& procfs, std::vector<std::uint32_t> wanted);

  /// Goes on to the end, or until `deadline`, but visits one process at least. True: that was the
  /// end.
  [[nodiscard]] bool go_on(const Env& env, TimePoint deadline);

  [[nodiscard]] bool running() const { return running_; }
  /// Sorted, as is all that follows; valid after the end, until begin().
  [[nodiscard]] const std::vector<std::uint32_t>& wanted() const { return wanted_; }
  /// Ordered by inode and pid.
  [[nodiscard]] const std::vector<Holder>& holders() const { return holders_; }
  /// Some process did not show its descriptors (EACCES).
  [[nodiscard]] bool refused() const { return refused_; }

 private:
  void visit(const ProcFs& procfs, std::uint32_t pid);

  std::vector<std::uint32_t> wanted_;
  std::vector<std::uint32_t> pids_;  ///< not yet visited, the next one last
  std::vector<Holder> holders_;
  bool running_ = false;
  bool refused_ = false;
};

}  // namespace sockq
