#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "collectors/connection.h"
#include "collectors/fill_histogram.h"

namespace sockq {

/// Several connections as one in one sweep: those of a listener, or those to a peer. Queues and
/// buffers are sums, in bytes.
struct ConnectionGroup {
  std::array<std::uint32_t, kTcpStates> by_state{};  ///< by number of the state
  std::uint64_t receive_queue = 0;
  std::uint64_t send_queue = 0;
  std::uint64_t not_sent = 0;
  std::uint64_t socket_backlog = 0;
  std::uint64_t receive_used = 0;
  std::uint64_t receive_limit = 0;
  std::uint64_t send_used = 0;
  std::uint64_t send_limit = 0;
  /// Connections with a closed window, ours and the peer's; absent where the kernel does not say.
  std::optional<std::uint64_t> receive_windows_closed;
  std::optional<std::uint64_t> send_windows_closed;
  std::uint64_t retransmitting = 0;  ///< connections that wait for the answer to a retransmission
  FillHistogram receive_fill;        ///< one observation a connection
  FillHistogram send_fill;
  ConnectionCounters counters;  ///< their rise since the sweep before

  void add(const Connection& connection);
  void add(const ConnectionGroup& other);

  [[nodiscard]] std::uint64_t connections() const;
  [[nodiscard]] std::uint32_t in_state(TcpState state) const {
    return by_state[static_cast<std::size_t>(state)];
  }
  [[nodiscard]] std::uint64_t queued() const { return receive_queue + send_queue; }
};

/// The connections of the listener, or to the peer, of that address.
struct EndpointConnections {
  Endpoint endpoint;
  ConnectionGroup connections;
};

/// Adds what is counted from sweep to sweep, histograms and counters, to that of the next.
void carry_on(const ConnectionGroup& before, ConnectionGroup& next);

}  // namespace sockq
