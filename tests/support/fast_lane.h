#pragma once

#include <algorithm>

#include "agent/listener_stores.h"
#include "collectors/base/system_clock.h"
#include "collectors/collector.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/proc/procfs.h"

namespace sockq {

/// The agent's fast lane on this machine, without its thread: a look when asked, at everything.
class FastLane {
 public:
  explicit FastLane(const ListenerStore::Options& options = {},
                    Collectors collectors = in_lane(every_collector(), Lane::fast))
      : collectors_(std::move(collectors)), stores_(options) {
    // Looks come one at once after the other here: unix sockets are to be read in each.
    bench_.unix_look.pace.max_cpu = 1e9;
  }

  /// Whether all that was asked for could be read.
  bool look() {
    take_sample(bench_, collectors_, sample_);
    stores_.update(sample_);
    return std::ranges::none_of(sample_.health,
                                [](const auto& health) { return health.error.has_value(); });
  }

  [[nodiscard]] std::vector<Listener> listeners() const {
    return stores_.listeners().value_or(std::vector<Listener>{});
  }
  [[nodiscard]] ListenerTotals totals() const { return stores_.totals(); }

 private:
  MountedProcFs procfs_{"/proc"};
  MnlNetlink netlink_;
  SystemClock clock_;
  Collectors collectors_;
  Workbench bench_{Env{procfs_, netlink_, clock_, procfs_}};
  Sample sample_;
  ListenerStores stores_;
};

}  // namespace sockq
