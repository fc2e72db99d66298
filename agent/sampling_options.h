#pragma once

#include <algorithm>
#include <chrono>

#include "agent/listener_store.h"
#include "collectors/collector.h"

namespace sockq {

/// How the lanes look.
struct SamplingOptions {
  Collectors collectors;
  std::chrono::nanoseconds fast_interval{std::chrono::milliseconds(100)};
  std::chrono::nanoseconds slow_interval{std::chrono::seconds(5)};
  /// Of the fast lane while connections wait in some queue, and for a second after. 0 is never.
  std::chrono::nanoseconds burst_interval{std::chrono::milliseconds(10)};
  /// Between two looks of the fast lane now.
  [[nodiscard]] std::chrono::nanoseconds fast_rhythm(bool busy) const {
    return busy ? std::min(burst_interval, fast_interval) : fast_interval;
  }
  /// Of a processor, what the fast lane may use over time in all network namespaces together: past
  /// that, looks are left out.
  double fast_max_cpu = 0.1;
  std::chrono::nanoseconds wait_interval{std::chrono::seconds(1)};
  ListenerStore::Options listeners;
  /// Their max_cpu holds for the wait lane too, and for all network namespaces together.
  LookPace sweeps{.interval = std::chrono::seconds(5)};
  std::size_t most_peers = 64;  ///< outgoing connections to others are counted together
  OwnerBook::Options owners;
};

}  // namespace sockq
