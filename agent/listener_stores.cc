#include "agent/listener_stores.h"

#include <algorithm>
#include <iterator>

namespace sockq {

void ListenerStores::update(const Sample& sample) {
  static const std::size_t overflows_row = kernel_value_row("listen_overflows_total");
  knows_inet_ = sample.has_sockets;
  if (knows_inet_) inet_.update(sample.sockets, sample.values[overflows_row], sample.steady);
  if (sample.unix_reading == Reading::latest) unix_.update(sample.unix_sockets, sample.steady);
  knows_unix_ = sample.unix_reading != Reading::absent;
}

std::optional<std::vector<Listener>> ListenerStores::listeners() const {
  if (!knows_inet_ && !knows_unix_) return std::nullopt;
  std::vector<Listener> listeners;
  if (knows_inet_) listeners = inet_.listeners();
  if (knows_unix_) std::ranges::move(unix_.listeners(), std::back_inserter(listeners));
  return listeners;
}

ListenerTotals ListenerStores::totals() const {
  ListenerTotals totals = inet_.totals();
  const ListenerTotals of_unix = unix_.totals();
  totals.sockets_excluded += of_unix.sockets_excluded;
  totals.sockets_over_max += of_unix.sockets_over_max;
  return totals;
}

std::optional<ListenerStore::TimePoint> ListenerStores::last_busy() const {
  return std::max(inet_.last_busy(), unix_.last_busy());
}

}  // namespace sockq
