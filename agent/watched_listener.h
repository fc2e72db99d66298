#pragma once

#include <chrono>
#include <cstdint>

#include "agent/listener_look.h"
#include "agent/peak_window.h"
#include "collectors/listener.h"

namespace sockq {

/// A listener's history, which its looks are added to. Pure.
class WatchedListener {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit WatchedListener(ListenerName name);

  [[nodiscard]] const ListenerName& name() const { return listener_; }
  /// When it was first seen without a socket, after it had some.
  [[nodiscard]] TimePoint closed_at() const { return closed_at_; }

  /// Adds to the drops what was counted before the listener was watched.
  void count_drops(std::uint64_t drops) { listener_.drops = listener_.drops.value_or(0) + drops; }
  void count_overflows(std::uint64_t overflows) { listener_.history->overflows += overflows; }

  /// One look after `look.quiet_looks` quiet ones, `since_last` after the one before.
  void add(const ListenerLook& look, TimePoint now, std::chrono::nanoseconds since_last,
           std::chrono::nanoseconds peak_window);

  /// The listener as of the latest look, quiet ones included.
  [[nodiscard]] Listener as_of(const ListenerLook& look, TimePoint now,
                               std::chrono::nanoseconds peak_window) const;

 private:
  void count_quiet(const ListenerLook& look);

  Listener listener_;
  PeakWindow peaks_;
  TimePoint closed_at_{};
};

}  // namespace sockq
