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
};

}  // namespace sockq
