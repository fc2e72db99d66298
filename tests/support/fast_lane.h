#pragma once

#include "agent/listener_store.h"
#include "collectors/base/system_clock.h"
#include "collectors/collector.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/proc/procfs.h"

namespace sockq {

/// The agent's fast lane on this machine, without its thread: a look when asked.
class FastLane {
 public:
  explicit FastLane(ListenerStore::Options options = {}) : store_(std::move(options)) {}

  /// Whether the listeners could be read.
  bool look() {
    take_sample(bench_, collectors_, sample_);
    store_.update(sample_.sockets, sample_.values[kernel_value_row("listen_overflows_total")],
                  sample_.steady);
    return sample_.has_sockets;
  }

  [[nodiscard]] const ListenerStore& store() const { return store_; }

 private:
  MountedProcFs procfs_{"/proc"};
  MnlNetlink netlink_;
  SystemClock clock_;
  Collectors collectors_ = in_lane(every_collector(), Lane::fast);
  Workbench bench_{Env{procfs_, netlink_, clock_, procfs_}};
  Sample sample_;
  ListenerStore store_;
};

}  // namespace sockq
