#pragma once

#include <algorithm>
#include <cstdint>

#include "agent/overflow_attribution.h"
#include "collectors/listener.h"

namespace sockq {

/// What a look saw of one listener, over its sockets. Small, and one after the other in memory, for
/// every look passes over all of them.
struct ListenerLook {
  std::uint64_t length = 0;
  std::uint64_t limit = 0;
  std::uint64_t drops_rise = 0;  ///< of its sk_drops since the look before
  double fullest_ratio = 0;
  QueueSpread spread;
  std::uint32_t sockets = 0;
  bool knows_drops = false;
  QueueSeen seen = QueueSeen::empty;
  // Of the look before:
  QueueSeen seen_before = QueueSeen::empty;
  std::uint32_t sockets_before = 0;
  std::uint64_t limit_before = 0;
  std::uint64_t quiet_looks = 0;  ///< how many quiet ones came just before this look

  /// Begins the look after this one, which has seen nothing yet.
  void begin_next() {
    seen_before = seen;
    sockets_before = sockets;
    limit_before = limit;
    length = limit = drops_rise = 0;
    fullest_ratio = 0;
    sockets = 0;
    knows_drops = false;
    seen = QueueSeen::empty;
  }

  void add(const ListenSocket& socket, std::uint32_t rise) {
    spread.add(socket, sockets == 0);
    ++sockets;
    limit += socket.queue_limit;
    drops_rise += rise;
    knows_drops = knows_drops || socket.drops.has_value();
    if (socket.queue_length == 0) return;
    length += socket.queue_length;
    fullest_ratio = std::max(fullest_ratio, fill_ratio(socket.queue_length, socket.queue_limit));
    seen = std::max(seen, is_full(socket.queue_length, socket.queue_limit) ? QueueSeen::full
                                                                           : QueueSeen::waiting);
  }

  /// Nothing waits or waited, was dropped, came or went: there is nothing to remember.
  [[nodiscard]] bool quiet() const {
    return seen_lately() == QueueSeen::empty && drops_rise == 0 && sockets == sockets_before &&
           limit == limit_before;
  }

  /// Without a socket, in this look as far as it went and in the one before.
  [[nodiscard]] bool closed() const { return sockets == 0 && sockets_before == 0; }

  /// The fullest of this look and the one before.
  [[nodiscard]] QueueSeen seen_lately() const { return std::max(seen, seen_before); }
};

}  // namespace sockq
