#include "collectors/oldest_waits.h"

#include <algorithm>

namespace sockq {

void OldestWaits::begin(std::span<const ListenSocket> sockets) {
  index_.clear();
  for (const ListenSocket& socket : sockets) index_.add(socket.local);
  ages_.assign(sockets.size(), std::chrono::milliseconds(0));
}

void OldestWaits::add(const Connection& connection) {
  if (!connection.waits_for_accept() || !connection.last_data_sent) return;
  const auto number = index_.find(connection.local);
  if (number) ages_[*number] = std::max(ages_[*number], *connection.last_data_sent);
}

std::chrono::milliseconds OldestWaits::age(const Endpoint& listener) const {
  const auto number = index_.find_exact(listener);
  return number ? ages_[*number] : std::chrono::milliseconds(0);
}

}  // namespace sockq
