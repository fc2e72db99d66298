#pragma once

#include <optional>
#include <vector>

#include "collectors/snapshot.h"

namespace sockq {

/// One look of the live view.
struct TopSample {
  Snapshot snapshot;
  /// Absent where nobody looked for any; those of the snapshot are not looked at.
  std::optional<std::vector<Finding>> findings;
};

}  // namespace sockq
