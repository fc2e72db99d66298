#include "agent/listener_store.h"

#include <algorithm>
#include <utility>

namespace sockq {

void ListenerStore::update(std::span<const ListenSocket> sockets,
                           std::optional<std::int64_t> listen_overflows, TimePoint now) {
  const auto since_last = last_look_ ? now - *last_look_ : std::chrono::nanoseconds(0);
  slots_.begin_look();
  has_room_ = watched_.size() < options_.most_listeners || longest_closed() != watched_.end();
  others_rise_ = 0;
  for (auto& [local, watched] : watched_) watched.begin_look();
  for (const ListenSocket& socket : sockets) take_in(socket);
  for (auto& [local, watched] : watched_) {
    watched.end_look(now, since_last, options_.peak_window);
    if (watched.listener.queue_length > 0) last_busy_ = now;
  }
  attribute(listen_overflows);
  slots_.end_look();
  forget_closed(now);
  last_look_ = now;
}

std::vector<Listener> ListenerStore::listeners() const {
  std::vector<Listener> listeners;
  listeners.reserve(watched_.size());
  for (const auto& [local, watched] : watched_) listeners.push_back(watched.listener);
  return listeners;
}

ListenerTotals ListenerStore::totals() const {
  return {.sockets_excluded = slots_.count(SlotUse::excluded),
          .sockets_over_max = slots_.count(SlotUse::over_max),
          .overflows_shared = attribution_.shared(),
          .overflows_unattributed = attribution_.unattributed() + others_overflows_};
}

void ListenerStore::take_in(const ListenSocket& socket) {
  SocketSlot& slot = slots_.next(socket.cookie);
  if (slot.use == SlotUse::fresh || (slot.use == SlotUse::over_max && has_room_))
    place(slot, socket.local);
  const std::uint32_t drops = socket.drops.value_or(slot.drops);
  // Unsigned arithmetic gives the rise also where the kernel's 32 bits wrapped.
  const std::uint32_t rise = drops - slot.drops;
  slot.drops = drops;
  if (slot.listener != nullptr)
    slot.listener->take_in(socket, rise);
  else
    others_rise_ += rise;
}

/// Decides what becomes of a socket that is new, or for which there was no room before.
void ListenerStore::place(SocketSlot& slot, const Endpoint& local) {
  if (slot.use == SlotUse::fresh && options_.wanted && !options_.wanted(endpoint_text(local))) {
    slot.use = SlotUse::excluded;
    return;
  }
  slot.listener = watch(local);
  slot.use = slot.listener != nullptr ? SlotUse::watched : SlotUse::over_max;
  if (slot.listener != nullptr && slot.drops > 0) slot.listener->count_drops(slot.drops);
}

/// The listener of that address, new if need be; nothing where there are too many.
WatchedListener* ListenerStore::watch(const Endpoint& local) {
  const auto known = watched_.find(local);
  if (known != watched_.end()) return &known->second;
  if (watched_.size() >= options_.most_listeners) {
    const auto gone = longest_closed();
    if (gone == watched_.end()) return nullptr;
    watched_.erase(gone);
  }
  return &watched_.try_emplace(local, local).first->second;
}

/// Of the listeners without a socket, in the look before and so far in this one, the one that
/// closed first: no slot refers to it.
ListenerStore::Watched::iterator ListenerStore::longest_closed() {
  auto oldest = watched_.end();
  for (auto item = watched_.begin(); item != watched_.end(); ++item) {
    const WatchedListener& watched = item->second;
    if (!watched.closed() || !last_look_ || watched.last_open >= *last_look_) continue;
    if (oldest == watched_.end() || watched.last_open < oldest->second.last_open) oldest = item;
  }
  return oldest;
}

void ListenerStore::attribute(std::optional<std::int64_t> listen_overflows) {
  const auto before = std::exchange(listen_overflows_, listen_overflows);
  if (!before || !listen_overflows) return attribution_.restart();
  suspects_.clear();
  for (const auto& [local, watched] : watched_)
    if (watched.drops_rise > 0) suspects_.push_back({watched.drops_rise, watched.seen()});
  suspects_.push_back({others_rise_, QueueSeen::empty});
  const std::int64_t rise = std::max<std::int64_t>(*listen_overflows - *before, 0);
  attribution_.attribute(static_cast<std::uint64_t>(rise), suspects_);

  auto suspect = suspects_.begin();
  for (auto& [local, watched] : watched_)
    if (watched.drops_rise > 0) watched.listener.history->overflows += (suspect++)->overflows;
  others_overflows_ += suspect->overflows;
}

void ListenerStore::forget_closed(TimePoint now) {
  std::erase_if(watched_, [now](const auto& item) {
    return item.second.closed() && now - item.second.last_open >= kRetention;
  });
}

}  // namespace sockq
