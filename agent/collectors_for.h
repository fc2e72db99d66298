#pragma once

#include <vector>

#include "collectors/collector.h"
#include "collectors/netns/network_namespace.h"

namespace sockq {

/// Those of `chosen` that can look at a namespace: all, but where it may not be entered those that
/// read its counters.
[[nodiscard]] inline Collectors collectors_for(const NetworkNamespace& netns, Collectors chosen) {
  if (netns.access() != NetworkNamespace::Access::counters) return chosen;
  std::erase_if(chosen, [](const Collector* collector) {
    return collector->name != "netstat" && collector->name != "snmp" &&
           collector->name != "sockstat";
  });
  return chosen;
}

}  // namespace sockq
