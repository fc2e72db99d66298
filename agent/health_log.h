#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "collectors/snapshot.h"

namespace sockq {

/// Says in the log when a collector begins to fail, fails in another way, or works again: each
/// once.
class HealthLog {
 public:
  void note(std::span<const CollectorHealth> health);

 private:
  std::map<std::string_view, std::string> failing_;  ///< collector -> the line that was logged
};

}  // namespace sockq
