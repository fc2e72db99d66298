#pragma once

#include <chrono>
#include <vector>

#include "collectors/connection_group.h"

namespace sockq {

/// What a sweep over the connections tells beside those of listeners and peers.
struct SweepTotals {
  std::uint64_t connections = 0;         ///< all, in and out
  std::chrono::nanoseconds interval{0};  ///< from its begin to that of the next
  double counters_followed = 1;          ///< part of the connections whose counters are remembered
};

/// One look at all connections.
struct ConnectionSweep {
  /// By the listener they came through, one for each, closed ones for a while too; in order.
  std::vector<EndpointConnections> inbound;
  std::vector<EndpointConnections> peers;  ///< outgoing, by where they go; in order
  ConnectionGroup other_peers;
  std::vector<Connection> largest_receive_queues;  ///< the fullest first
  std::vector<Connection> largest_send_queues;
  SweepTotals totals;
};

}  // namespace sockq
