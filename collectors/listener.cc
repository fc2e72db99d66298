#include "collectors/listener.h"

#include <algorithm>
#include <map>

namespace sockq {

void add_socket(Listener& listener, const ListenSocket& socket) {
  ++listener.sockets;
  listener.queue_length += socket.queue_length;
  listener.queue_limit += socket.queue_limit;
  listener.fullest_ratio =
      std::max(listener.fullest_ratio, fill_ratio(socket.queue_length, socket.queue_limit));
  listener.full = listener.full || is_full(socket.queue_length, socket.queue_limit);
}

void put_owners(std::span<Listener> listeners, const Owners& owners) {
  for (Listener& listener : listeners)
    if (const auto known = owners.find(listener.local); known != owners.end())
      listener.owner = known->second;
}

std::vector<Listener> fold_listeners(std::span<const ListenSocket> sockets) {
  std::map<Endpoint, Listener> by_address;
  for (const ListenSocket& socket : sockets) {
    Listener& listener = by_address[socket.local];
    add_socket(listener, socket);
    if (socket.drops) listener.drops = listener.drops.value_or(0) + *socket.drops;
  }
  std::vector<Listener> listeners;
  listeners.reserve(by_address.size());
  for (auto& [local, listener] : by_address) {
    listener.local = local;
    listener.address = endpoint_text(local);
    listeners.push_back(std::move(listener));
  }
  std::ranges::stable_sort(listeners, {},
                           [](const Listener& listener) { return listener.local.port; });
  return listeners;
}

}  // namespace sockq
