#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "collectors/snapshot.h"

namespace sockq {

/// Says in the log when a collector begins to fail, fails in another way, or works again: each
/// once. What it could not know, though it works, is said once for all.
class HealthLog {
 public:
  void note(std::span<const CollectorHealth> health);

 private:
  std::map<std::string_view, std::string> failing_;  ///< collector -> the line that was logged
  std::set<std::string> noted_;
};

}  // namespace sockq
