#include "agent/socket_slots.h"

#include <algorithm>

namespace sockq {

void SocketSlots::begin_look() {
  cursor_ = 0;
  look_begin_ = position_;
  changed_ = false;
}

SocketSlot& SocketSlots::next(std::uint64_t cookie) {
  if (cursor_ >= slots_.size() || slots_[cursor_].cookie != cookie) {
    const auto known = index_.find(cookie);
    cursor_ = known != index_.end() ? known->second : add(cookie);
    changed_ = true;
  }
  SocketSlot& slot = slots_[cursor_++];
  slot.position = ++position_;
  return slot;
}

std::size_t SocketSlots::add(std::uint64_t cookie) {
  const std::size_t place = slots_.size();
  if (place == slots_.capacity()) slots_.reserve(2 * place + 1);
  index_.emplace(cookie, place);
  slots_.push_back({.cookie = cookie});
  return place;
}

void SocketSlots::end_look() {
  const std::uint64_t shown = position_ - look_begin_;
  if (!changed_ && shown == slots_.size()) return;
  std::erase_if(slots_, [this](const SocketSlot& slot) {
    const bool gone = slot.position <= look_begin_;
    if (gone) index_.erase(slot.cookie);
    return gone;
  });
  std::ranges::sort(slots_, {}, &SocketSlot::position);
  for (std::size_t place = 0; place < slots_.size(); ++place)
    index_.find(slots_[place].cookie)->second = place;
}

void SocketSlots::renumber(std::size_t from, std::size_t to) {
  for (SocketSlot& slot : slots_)
    if (slot.use == SlotUse::watched && slot.listener == from) slot.listener = to;
}

std::size_t SocketSlots::count(SlotUse use) const {
  return static_cast<std::size_t>(std::ranges::count(slots_, use, &SocketSlot::use));
}

}  // namespace sockq
