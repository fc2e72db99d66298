#pragma once

#include "collectors/base/system_clock.h"
#include "collectors/collector.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/proc/procfs.h"

namespace sockq {

/// The agent's sweep over the connections of this namespace, without its thread: one when asked.
class ConnectionSweeper {
 public:
  ConnectionSweeper() {
    bench_.sweep.pace = {.interval = {}, .max_cpu = 1};
    std::erase_if(collectors_,
                  [](const Collector* collector) { return collector->name != "connections"; });
  }

  /// The sweep; empty where it failed.
  const std::optional<ConnectionSweep>& sweep() {
    take_sample(bench_, collectors_, sample_);
    return sample_.sweep;
  }

 private:
  MountedProcFs procfs_{"/proc"};
  MnlNetlink netlink_;
  SystemClock clock_;
  Collectors collectors_ = in_lane(every_collector(), Lane::slow);
  Workbench bench_{Env{procfs_, netlink_, clock_, procfs_}};
  Sample sample_;
};

}  // namespace sockq
