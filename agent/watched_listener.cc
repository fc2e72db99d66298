#include "agent/watched_listener.h"

namespace sockq {

WatchedListener::WatchedListener(const Endpoint& local) {
  listener.local = local;
  listener.address = endpoint_text(local);
  listener.history.emplace();
}

void WatchedListener::begin_look() {
  seen_before = seen_now();
  drops_rise = 0;
  listener.sockets = 0;
  listener.queue_length = 0;
  listener.queue_limit = 0;
  listener.fullest_ratio = 0;
  listener.full = false;
}

void WatchedListener::take_in(const ListenSocket& socket, std::uint32_t rise) {
  add_socket(listener, socket);
  if (!socket.drops) return;
  count_drops(rise);
  drops_rise += rise;
}

void WatchedListener::end_look(TimePoint now, std::chrono::nanoseconds since_last,
                               std::chrono::nanoseconds peak_window) {
  ListenerHistory& history = *listener.history;
  peaks.observe(listener.queue_length, now, peak_window);
  history.peak = peaks.peak();
  const int looks_full = int{seen_before == QueueSeen::full} + int{listener.full};
  // Each look stands for half of the time on either side of it.
  history.full_time += since_last * looks_full / 2;
  if (closed()) return;
  last_open = now;
  history.fill.observe(listener.fullest_ratio);
}

QueueSeen WatchedListener::seen_now() const {
  if (listener.full) return QueueSeen::full;
  return listener.queue_length > 0 ? QueueSeen::waiting : QueueSeen::empty;
}

}  // namespace sockq
