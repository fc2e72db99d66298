#pragma once

#include "agent/top/top_sample.h"

namespace sockq {

/// The findings of a look at this machine; absent, for it makes none.
[[nodiscard]] inline std::optional<std::vector<TopFinding>> local_findings(const Snapshot&) {
  return std::nullopt;
}

}  // namespace sockq
