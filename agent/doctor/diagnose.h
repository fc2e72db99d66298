#pragma once

#include <chrono>
#include <vector>

#include "collectors/finding.h"
#include "collectors/snapshot.h"

namespace sockq {

/// What every rule finds in two looks at one network namespace: each rule at most once a listener.
/// Most severe first, then in the order of the table. Pure.
[[nodiscard]] std::vector<Finding> diagnose(const NamespaceView& before, const NamespaceView& after,
                                            std::chrono::nanoseconds between);

/// The same of all namespaces that are in both looks.
[[nodiscard]] std::vector<Finding> diagnose(const std::vector<NamespaceView>& before,
                                            const std::vector<NamespaceView>& after,
                                            std::chrono::nanoseconds between);

/// Most severe first, then in the order of the table of rules; otherwise as they were.
void put_in_order(std::vector<Finding>& findings);

}  // namespace sockq
