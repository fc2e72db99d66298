#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/snapshot.h"

namespace sockq {

/// How the collectors fared in one network namespace, whose name may be empty.
struct NamespaceHealth {
  std::string netns;
  std::vector<CollectorHealth> health;
};

/// One entry a collector, in the order in which they come: failed where it failed in one of the
/// namespaces, which the error names, and in how many others; the durations added up. Pure.
[[nodiscard]] std::vector<CollectorHealth> sum_health(std::span<const NamespaceHealth> namespaces);

}  // namespace sockq
