#include "collectors/listener.h"

#include <algorithm>
#include <map>

namespace sockq {
namespace {

template <class Socket>
std::vector<Listener> fold(std::span<const Socket> sockets) {
  std::map<ListenerName, Listener> by_name;
  for (const Socket& socket : sockets) {
    Listener& listener = by_name[listener_name(socket)];
    const ListenSocket& queue = queue_of(socket);
    add_socket(listener, queue);
    if (queue.drops) listener.drops = listener.drops.value_or(0) + *queue.drops;
  }
  std::vector<Listener> listeners;
  listeners.reserve(by_name.size());
  for (auto& [name, listener] : by_name) {
    static_cast<ListenerName&>(listener) = name;
    listeners.push_back(std::move(listener));
  }
  std::ranges::stable_sort(listeners, {},
                           [](const Listener& listener) { return listener.local.port; });
  return listeners;
}

}  // namespace

ListenerName listener_name(const ListenSocket& socket) {
  return {socket.protocol, socket.local, endpoint_text(socket.local)};
}

ListenerName listener_name(const UnixListenSocket& socket) {
  return {Protocol::unix_socket, {}, unix_name_text(socket.name)};
}

void add_socket(Listener& listener, const ListenSocket& socket) {
  listener.spread.add(socket, listener.sockets == 0);
  ++listener.sockets;
  listener.queue_length += socket.queue_length;
  listener.queue_limit += socket.queue_limit;
  listener.fullest_ratio =
      std::max(listener.fullest_ratio, fill_ratio(socket.queue_length, socket.queue_limit));
  listener.full = listener.full || is_full(socket.queue_length, socket.queue_limit);
}

void put_owners(std::span<Listener> listeners, const Owners& owners) {
  for (Listener& listener : listeners)
    if (const auto known = owners.find(carrier_of(listener)); known != owners.end())
      listener.owner = known->second;
}

std::vector<Listener> fold_listeners(std::span<const ListenSocket> sockets) {
  return fold(sockets);
}

std::vector<Listener> fold_listeners(std::span<const UnixListenSocket> sockets) {
  return fold(sockets);
}

}  // namespace sockq
