#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "agent/connection_store.h"
#include "agent/health_log.h"
#include "agent/listener_stores.h"
#include "agent/wait_store.h"
#include "collectors/collector.h"
#include "collectors/snapshot.h"

namespace sockq {

/// Looks at the kernel in its lanes, each a thread with its own netlink socket, and holds the
/// latest of all. snapshot() is safe for use by several threads and makes no system call.
class Sampler {
 public:
  struct Options {
    Collectors collectors;
    std::chrono::nanoseconds fast_interval{std::chrono::milliseconds(100)};
    std::chrono::nanoseconds slow_interval{std::chrono::seconds(5)};
    /// Of the fast lane while connections wait in some queue, and for a second after. 0 is never.
    std::chrono::nanoseconds burst_interval{std::chrono::milliseconds(10)};
    std::chrono::nanoseconds wait_interval{std::chrono::seconds(1)};
    ListenerStore::Options listeners;
    /// Their max_cpu holds for the wait lane too.
    LookPace sweeps{.interval = std::chrono::seconds(5)};
    std::size_t most_peers = 64;  ///< outgoing connections to others are counted together
    OwnerBook::Options owners;
  };

  Sampler(const Env& env, const Options& options);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// One look in each lane, in the calling thread, before start(). An error where no collector at
  /// all succeeded: the first one's.
  [[nodiscard]] Result<Unit> look_once();

  /// Starts all lanes.
  void start();

  [[nodiscard]] Snapshot snapshot() const;

  /// For how long, at `now`, the latest of the lanes has been due to finish its look; 0 where all
  /// are asleep.
  [[nodiscard]] std::chrono::nanoseconds latest_by(std::chrono::steady_clock::time_point now) const;

 private:
  /// What one lane's thread works with; `latest`, `stats` and `due` are guarded by mutex_.
  struct LaneState {
    LaneState(Lane lane, const Env& env, const Options& options);

    Lane lane;
    std::chrono::nanoseconds interval;
    Collectors collectors;
    Workbench bench;
    HealthLog log;
    Sample working;
    Sample latest;
    LaneStats stats;
    /// When its next look is to begin, or, while it looks, when this one was to.
    std::chrono::steady_clock::time_point due = std::chrono::steady_clock::time_point::max();
  };

  void look(LaneState& lane);
  void run(LaneState& lane);
  [[nodiscard]] std::chrono::nanoseconds interval_now(const LaneState& lane) const;

  const std::chrono::system_clock::time_point started_;
  const std::chrono::nanoseconds burst_interval_;
  std::array<LaneState, kLanes.size()> lanes_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  ListenerStores stores_;
  ConnectionStore connections_;
  WaitStore waits_;
  std::vector<std::thread> threads_;
};

}  // namespace sockq
