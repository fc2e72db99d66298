#include "agent/listener_store.h"

#include <algorithm>
#include <new>
#include <utility>

namespace sockq {

void ListenerStore::update(std::span<const ListenSocket> sockets,
                           std::optional<std::int64_t> listen_overflows, TimePoint now) {
  look_at(sockets, listen_overflows, now);
}

void ListenerStore::update(std::span<const UnixListenSocket> sockets, TimePoint now) {
  look_at(sockets, std::nullopt, now);
}

template <class Socket>
void ListenerStore::look_at(std::span<const Socket> sockets,
                            std::optional<std::int64_t> listen_overflows, TimePoint now) {
  begin_look();
  for (const Socket& socket : sockets) take_in(socket);
  end_look(now);
  attribute(listen_overflows);
  forget_closed(now);
  last_look_ = now;
}

std::vector<Listener> ListenerStore::listeners() const {
  std::vector<Listener> listeners;
  listeners.reserve(numbers_.size());
  for (const auto& [name, number] : numbers_)
    listeners.push_back(watched_[number].as_of(looks_[number], *last_look_, options_.peak_window));
  return listeners;
}

ListenerTotals ListenerStore::totals() const {
  return {.sockets_excluded = slots_.count(SlotUse::excluded),
          .sockets_over_max = slots_.count(SlotUse::over_max),
          .overflows_shared = attribution_.shared(),
          .overflows_unattributed = attribution_.unattributed() + others_overflows_};
}

void ListenerStore::begin_look() {
  suspects_.reserve(looks_.size() + 1);
  slots_.begin_look();
  others_rise_ = 0;
  for (ListenerLook& look : looks_) look.begin_next();
  has_room_ = numbers_.size() < options_.most_listeners || longest_closed();
}

template <class Socket>
void ListenerStore::take_in(const Socket& socket) {
  SocketSlot* slot = slot_of(socket);
  if (slot == nullptr) return;
  const ListenSocket& queue = queue_of(socket);
  const std::uint32_t drops = queue.drops.value_or(slot->drops);
  // Unsigned arithmetic gives the rise also where the kernel's 32 bits wrapped.
  const std::uint32_t rise = drops - slot->drops;
  slot->drops = drops;
  if (slot->use == SlotUse::watched)
    looks_[slot->listener].add(queue, rise);
  else
    others_rise_ += rise;
}

/// Null where memory ends.
template <class Socket>
SocketSlot* ListenerStore::slot_of(const Socket& socket) try {
  SocketSlot& slot = slots_.next(queue_of(socket).cookie);
  if (slot.use == SlotUse::fresh || (slot.use == SlotUse::over_max && has_room_))
    place(slot, listener_name(socket));
  return &slot;
} catch (const std::bad_alloc&) {
  return nullptr;
}

void ListenerStore::end_look(TimePoint now) {
  const auto since_last =
      last_look_ ? std::min<std::chrono::nanoseconds>(now - *last_look_, options_.longest_gap)
                 : std::chrono::nanoseconds(0);
  for (std::size_t number = 0; number < looks_.size(); ++number) {
    ListenerLook& look = looks_[number];
    if (look.length > 0) last_busy_ = now;
    if (look.quiet()) {
      ++look.quiet_looks;
      continue;
    }
    watched_[number].add(look, now, since_last, options_.peak_window);
    look.quiet_looks = 0;
  }
  slots_.end_look();
}

/// Decides what becomes of a socket that is new, or for which there was no room before.
void ListenerStore::place(SocketSlot& slot, ListenerName name) {
  if (slot.use == SlotUse::fresh && options_.wanted && !options_.wanted(name.address)) {
    slot.use = SlotUse::excluded;
    return;
  }
  const auto number = watch(std::move(name));
  slot.use = number ? SlotUse::watched : SlotUse::over_max;
  if (!number) return;
  slot.listener = *number;
  if (slot.drops > 0) watched_[*number].count_drops(slot.drops);
}

/// The number of the listener of that name, new if need be; none where there are too many.
std::optional<std::size_t> ListenerStore::watch(ListenerName name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  if (numbers_.size() >= options_.most_listeners) {
    const auto closed = longest_closed();
    if (!closed) return std::nullopt;
    remove(*closed);
  }
  const std::size_t number = watched_.size();
  try {
    if (suspects_.capacity() < number + 2) suspects_.reserve(2 * (number + 2));
    watched_.emplace_back(name);
    looks_.emplace_back();
    numbers_.emplace(std::move(name), number);
  } catch (...) {
    watched_.erase(watched_.begin() + static_cast<std::ptrdiff_t>(number), watched_.end());
    looks_.resize(number);
    throw;
  }
  return number;
}

std::optional<std::size_t> ListenerStore::longest_closed() const {
  std::optional<std::size_t> longest;
  for (std::size_t number = 0; number < looks_.size(); ++number) {
    if (!looks_[number].closed()) continue;
    if (!longest || watched_[number].closed_at() < watched_[*longest].closed_at()) longest = number;
  }
  return longest;
}

void ListenerStore::attribute(std::optional<std::int64_t> listen_overflows) {
  const auto before = std::exchange(listen_overflows_, listen_overflows);
  if (!before || !listen_overflows) return attribution_.restart();
  suspects_.clear();
  for (const ListenerLook& look : looks_)
    if (look.drops_rise > 0) suspects_.push_back({look.drops_rise, look.seen_lately()});
  suspects_.push_back({others_rise_, QueueSeen::empty});
  const std::int64_t rise = std::max<std::int64_t>(*listen_overflows - *before, 0);
  attribution_.attribute(static_cast<std::uint64_t>(rise), suspects_);

  auto suspect = suspects_.begin();
  for (std::size_t number = 0; number < looks_.size(); ++number)
    if (looks_[number].drops_rise > 0) watched_[number].count_overflows((suspect++)->overflows);
  others_overflows_ += suspect->overflows;
}

void ListenerStore::forget_closed(TimePoint now) {
  for (std::size_t number = looks_.size(); number-- > 0;)
    if (looks_[number].closed() && now - watched_[number].closed_at() >= kRetention) remove(number);
}

/// The last one takes the number of the one that goes, which no slot refers to.
void ListenerStore::remove(std::size_t number) {
  const std::size_t last = watched_.size() - 1;
  numbers_.erase(watched_[number].name());
  if (number != last) {
    watched_[number] = std::move(watched_[last]);
    looks_[number] = looks_[last];
    numbers_[watched_[number].name()] = number;
    slots_.renumber(last, number);
  }
  watched_.pop_back();
  looks_.pop_back();
}

}  // namespace sockq
