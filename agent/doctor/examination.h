#pragma once

#include "agent/connection_store.h"
#include "agent/listener_stores.h"
#include "agent/wait_store.h"
#include "collectors/collector.h"
#include "collectors/snapshot.h"

namespace sockq {

/// Looks of one thread at one network namespace: many short ones at its listeners, and whole ones
/// at everything that rules want to know.
class Examination {
 public:
  explicit Examination(const Env& env);

  /// At accept queues and the counters of refusals: peaks and overflows are remembered.
  void look_at_queues();

  /// At everything.
  [[nodiscard]] Snapshot look();

 private:
  Workbench bench_;
  Sample sample_;
  ListenerStores stores_;
  ConnectionStore connections_;
  WaitStore waits_;
};

}  // namespace sockq
