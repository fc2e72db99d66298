#pragma once

#include <memory>

#include "agent/options.h"
#include "agent/outside.h"
#include "collectors/netns/namespace_watch.h"

namespace sockq {

/// Follows the network namespaces that were asked for; null where that is only sockq's own. Lets
/// this process open as many descriptors as they may need. An error where the words name none.
[[nodiscard]] Result<std::unique_ptr<NamespaceWatch>> watch_namespaces(const Outside& outside,
                                                                       const NetnsOptions& options);

}  // namespace sockq
