#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "agent/overflow_attribution.h"
#include "agent/peak_window.h"
#include "collectors/listener.h"

namespace sockq {

/// A listener and its history, one look after the other: begin_look(), take_in() for each of its
/// sockets, end_look(). Pure.
struct WatchedListener {
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit WatchedListener(const Endpoint& local);

  void begin_look();
  /// `drops_rise`: of the socket's sk_drops since the look before, or since the socket was made.
  void take_in(const ListenSocket& socket, std::uint32_t drops_rise);
  /// Adds to the drops what was counted before the listener was watched.
  void count_drops(std::uint64_t drops) { listener.drops = listener.drops.value_or(0) + drops; }
  /// `since_last`: the time between this look and the one before.
  void end_look(TimePoint now, std::chrono::nanoseconds since_last,
                std::chrono::nanoseconds peak_window);

  /// In this look and the one before.
  [[nodiscard]] QueueSeen seen() const { return std::max(seen_before, seen_now()); }
  [[nodiscard]] bool closed() const { return listener.sockets == 0; }

  [[nodiscard]] QueueSeen seen_now() const;

  Listener listener;
  PeakWindow peaks;
  TimePoint last_open{};
  std::uint64_t drops_rise = 0;              ///< over its sockets, in this look
  QueueSeen seen_before = QueueSeen::empty;  ///< in the look before
};

}  // namespace sockq
