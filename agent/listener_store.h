#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "collectors/listener.h"

namespace sockq {

/// What is remembered of each listener from look to look: its drops, also those of sockets that
/// have closed since, and the listener itself for a while after its last socket closed. Pure: time
/// is passed in. Not safe for use by several threads.
class ListenerStore {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::minutes kRetention{5};

  /// Takes in one look at all listening sockets.
  void update(std::span<const ListenSocket> sockets, TimePoint now);

  /// Every listener, ordered by address; one whose sockets have all closed has none.
  [[nodiscard]] std::vector<Listener> listeners() const;

 private:
  struct Entry {
    Listener listener;
    TimePoint last_seen{};
  };
  struct Tracked {
    std::uint32_t drops = 0;
    std::uint64_t look = 0;  ///< the latest look that showed the socket
  };

  Entry& entry_of(const Endpoint& local);
  void count_drops(Listener& listener, const ListenSocket& socket);
  void forget_gone(std::size_t open_sockets, TimePoint now);

  std::map<Endpoint, Entry> entries_;
  std::unordered_map<std::uint64_t, Tracked> sockets_;  ///< by cookie
  std::uint64_t look_ = 0;
};

}  // namespace sockq
