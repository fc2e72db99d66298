#include "agent/listener_store.h"

namespace sockq {
namespace {

void clear_queue(Listener& listener) {
  listener.sockets = 0;
  listener.queue_length = 0;
  listener.queue_limit = 0;
  listener.fullest_ratio = 0;
  listener.full = false;
}

}  // namespace

void ListenerStore::update(std::span<const ListenSocket> sockets, TimePoint now) {
  ++look_;
  for (auto& [local, entry] : entries_) clear_queue(entry.listener);
  for (const ListenSocket& socket : sockets) {
    Entry& entry = entry_of(socket.local);
    entry.last_seen = now;
    add_socket(entry.listener, socket);
    count_drops(entry.listener, socket);
  }
  forget_gone(sockets.size(), now);
}

std::vector<Listener> ListenerStore::listeners() const {
  std::vector<Listener> listeners;
  listeners.reserve(entries_.size());
  for (const auto& [local, entry] : entries_) listeners.push_back(entry.listener);
  return listeners;
}

ListenerStore::Entry& ListenerStore::entry_of(const Endpoint& local) {
  const auto [position, is_new] = entries_.try_emplace(local);
  Listener& listener = position->second.listener;
  if (is_new) {
    listener.local = local;
    listener.address = endpoint_text(local);
  }
  return position->second;
}

void ListenerStore::count_drops(Listener& listener, const ListenSocket& socket) {
  Tracked& tracked = sockets_[socket.cookie];
  tracked.look = look_;
  if (!socket.drops) return;
  // Unsigned arithmetic gives the rise also where the kernel's 32 bits wrapped.
  listener.drops = listener.drops.value_or(0) + std::uint32_t{*socket.drops - tracked.drops};
  tracked.drops = *socket.drops;
}

void ListenerStore::forget_gone(std::size_t open_sockets, TimePoint now) {
  if (sockets_.size() > open_sockets)
    std::erase_if(sockets_, [&](const auto& item) { return item.second.look != look_; });
  std::erase_if(entries_, [&](const auto& item) {
    return item.second.listener.sockets == 0 && now - item.second.last_seen >= kRetention;
  });
}

}  // namespace sockq
