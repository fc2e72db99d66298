#pragma once

#include <chrono>
#include <deque>

#include "collectors/connection_sweep.h"
#include "collectors/counter_rises.h"
#include "collectors/largest.h"
#include "collectors/listener_index.h"
#include "collectors/peer_groups.h"

namespace sockq {

/// Folds the connections of a sweep, one at a time, into those of the listeners they came through
/// and the peers they go to. No list of connections is kept: memory depends on the number of
/// listeners and on the bounds of its parts. What must be remembered from sweep to sweep is
/// remembered here. Pure; not for several threads.
class ConnectionFold {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  /// A listener that has closed keeps its connections for so long: a server that starts anew is the
  /// same one. So do no more than kMostClosed of them.
  static constexpr std::chrono::minutes kRetention{5};
  static constexpr std::size_t kMostClosed = 1024;

  explicit ConnectionFold(std::size_t most_peers = 64) : peers_(most_peers) {}

  /// A sweep begins, perhaps anew: what came since the last finish() is forgotten.
  void begin();
  /// The listeners come before the connections.
  void add_listener(const Endpoint& local);
  void add(const Connection& connection);
  /// The sweep is complete.
  [[nodiscard]] ConnectionSweep finish(TimePoint now);

 private:
  struct KnownListener {
    Endpoint local;
    bool open = true;  ///< in this sweep
    TimePoint seen{};  ///< listening, in a complete sweep
  };

  [[nodiscard]] ConnectionGroup& group_of(const Connection& connection);
  void forget_closed(TimePoint now);

  std::vector<KnownListener> listeners_;
  std::size_t finished_ = 0;             ///< of them, those of complete sweeps
  std::deque<ConnectionGroup> inbound_;  ///< one for each of listeners_
  ListenerIndex index_;                  ///< numbers of listeners_
  PeerGroups peers_;
  CounterRises counters_;
  Largest largest_receive_{&Connection::receive_queue};
  Largest largest_send_{&Connection::send_queue};
  std::uint64_t connections_ = 0;
};

}  // namespace sockq
