#include "agent/watched_listener.h"

#include <utility>

namespace sockq {

WatchedListener::WatchedListener(ListenerName name) {
  static_cast<ListenerName&>(listener_) = std::move(name);
  listener_.history.emplace();
}

void WatchedListener::add(const ListenerLook& look, TimePoint now,
                          std::chrono::nanoseconds since_last,
                          std::chrono::nanoseconds peak_window) {
  count_quiet(look);
  if (listener_.sockets > 0 && look.sockets == 0) closed_at_ = now;
  listener_.sockets = look.sockets;
  listener_.queue_length = look.length;
  listener_.queue_limit = look.limit;
  listener_.fullest_ratio = look.fullest_ratio;
  listener_.spread = look.spread;
  listener_.full = look.seen == QueueSeen::full;
  if (look.knows_drops) count_drops(look.drops_rise);

  ListenerHistory& history = *listener_.history;
  peaks_.observe(look.length, now, peak_window);
  history.peak = peaks_.peak();
  // Each look stands for half of the time on either side of it.
  const int looks_full = int{look.seen_before == QueueSeen::full} + int{listener_.full};
  history.full_time += since_last * looks_full / 2;
  if (look.sockets > 0) history.fill.observe(look.fullest_ratio);
}

Listener WatchedListener::as_of(const ListenerLook& look, TimePoint now,
                                std::chrono::nanoseconds peak_window) const {
  WatchedListener latest = *this;
  latest.count_quiet(look);
  latest.peaks_.observe(look.length, now, peak_window);
  latest.listener_.history->peak = latest.peaks_.peak();
  return std::move(latest.listener_);
}

void WatchedListener::count_quiet(const ListenerLook& look) {
  if (listener_.sockets > 0) listener_.history->fill.observe(0, look.quiet_looks);
}

}  // namespace sockq
