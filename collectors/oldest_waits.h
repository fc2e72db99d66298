#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "collectors/connection.h"
#include "collectors/listener.h"
#include "collectors/listener_index.h"

namespace sockq {

/// Finds the oldest waiting connection of each listener. A connection's age in the queue is the
/// time since it last sent data, which it cannot have done before somebody accepts it
/// (tcpi_last_data_sent, tcp_get_info, net/ipv4/tcp.c). Pure.
class OldestWaits {
 public:
  /// The listeners of `sockets`; nothing waits yet.
  void begin(std::span<const ListenSocket> sockets);
  void add(const Connection& connection);

  /// Of the oldest connection in the accept queue of this listener; 0 where nobody waits.
  [[nodiscard]] std::chrono::milliseconds age(const Endpoint& listener) const;

 private:
  ListenerIndex index_;
  std::vector<std::chrono::milliseconds> ages_;  ///< by number of the listener
};

}  // namespace sockq
