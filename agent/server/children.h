#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <vector>

#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// Child processes of one parent, which must have a single thread. They share one stop pipe that is
/// at its end once the parent wants them to end, or is gone itself.
class Children {
 public:
  [[nodiscard]] static Result<Children> open();
  Children(Children&&) = default;
  /// Ends them all at once.
  ~Children();

  /// Forks: the child runs `body` with the read end of the stop pipe, and exits with what it
  /// returns. It leaves SIGINT to the parent, and dies of SIGTERM. The parent then closes its copy
  /// of `given`, which makes room for the descriptor that watches the child.
  [[nodiscard]] Result<pid_t> start(const std::function<int(int stop_fd)>& body,
                                    UniqueFd* given = nullptr);

  /// Readable when some child has ended and is not yet reaped.
  [[nodiscard]] int fd() const { return epoll_.get(); }
  /// Those that have ended since the last call.
  std::vector<pid_t> reap();
  [[nodiscard]] std::size_t size() const { return watched_.size(); }

  void ask_to_end() { write_end_.reset(); }
  /// Asks them to end and waits for that; after `patience` it kills them.
  void end(std::chrono::nanoseconds patience);

 private:
  Children(UniqueFd epoll, UniqueFd read_end, UniqueFd write_end);
  void forget(pid_t child);

  UniqueFd epoll_;
  UniqueFd read_end_;
  UniqueFd write_end_;
  std::map<pid_t, UniqueFd>
      watched_;  ///< each with its pidfd (pidfd_open(2)), which epoll_ watches
};

}  // namespace sockq
