#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include "agent/server/options.h"
#include "collectors/base/result.h"

namespace sockq {

/// What a loop waits for at one descriptor. Errors and resets are reported as well: always where it
/// is not none, and otherwise by some.
enum class Interest { none, read, write };

/// Tells which descriptors are ready, level-triggered.
class Multiplexer {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Multiplexer>> open(MultiplexerKind kind);
  virtual ~Multiplexer() = default;

  /// `shared`: other processes wait for the same socket, and one of them is enough.
  [[nodiscard]] virtual Result<Unit> add(int fd, Interest interest, bool shared = false) = 0;
  virtual void change(int fd, Interest interest) = 0;
  /// Before `fd` is closed.
  virtual void remove(int fd) = 0;
  /// Blocks until something is ready, for at most `limit` (negative: for ever); fills `ready`.
  [[nodiscard]] virtual Result<Unit> wait(std::chrono::nanoseconds limit,
                                          std::vector<int>& ready) = 0;
  /// Descriptors of this number and above cannot be added.
  [[nodiscard]] virtual std::size_t end_of_range() const;
};

}  // namespace sockq
