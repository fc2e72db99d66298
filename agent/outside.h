#pragma once

#include <memory>

#include "agent/options.h"
#include "collectors/base/env.h"

namespace sockq {

/// The outside world a command looks at: the machine, or a recording.
class Outside {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Outside>> open(const SourceOptions& options);
  virtual ~Outside() = default;
  [[nodiscard]] virtual Env env() const = 0;
  /// The root of its file system, where paths begin.
  [[nodiscard]] virtual const ProcFs& root() const = 0;
  /// Time passes there by itself. A recording's is that of its looks.
  [[nodiscard]] virtual bool live() const = 0;
  /// There is nothing more to see.
  [[nodiscard]] virtual bool ended() const = 0;
};

}  // namespace sockq
