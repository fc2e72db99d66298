#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// A program that runs beside this one, in a process group of its own. It ends with this object,
/// and with the thread that started it, however that ends. Its standard error is this process's.
class SpawnedProgram {
 public:
  struct Options {
    std::vector<std::string> words;  ///< the program's path, or its name to look for, first
    std::optional<unsigned> most_descriptors{};  ///< RLIMIT_NOFILE
    bool quiet = false;                          ///< its standard error goes nowhere
  };
  /// How it ended.
  struct Ended {
    int status = 0;                              ///< of waitpid(2)
    std::chrono::nanoseconds processor_time{0};  ///< with the children it has reaped
  };

  [[nodiscard]] static Result<SpawnedProgram> start(const Options& options);
  SpawnedProgram(SpawnedProgram&& other) noexcept;
  SpawnedProgram& operator=(SpawnedProgram&&) = delete;
  /// Kills the whole group.
  ~SpawnedProgram();

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// The next line of its standard output without its end; nothing where none comes in time.
  [[nodiscard]] std::optional<std::string> read_line(std::chrono::nanoseconds within);
  void signal(int number) const;
  /// SIGTERM to the program itself; waits, and after `patience` kills the group.
  Ended end(std::chrono::nanoseconds patience);
  /// Waits for it to end by itself.
  Ended wait(std::chrono::nanoseconds patience);

 private:
  SpawnedProgram(pid_t pid, UniqueFd output);

  pid_t pid_;
  UniqueFd output_;
  std::string unread_;
};

}  // namespace sockq
