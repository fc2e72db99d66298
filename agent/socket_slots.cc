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
    const auto [known, is_new] = index_.try_emplace(cookie, slots_.size());
    if (is_new) slots_.push_back({.cookie = cookie});
    cursor_ = known->second;
    changed_ = true;
  }
  SocketSlot& slot = slots_[cursor_++];
  slot.position = ++position_;
  return slot;
}

void SocketSlots::end_look() {
  const std::uint64_t shown = position_ - look_begin_;
  if (!changed_ && shown == slots_.size()) return;
  std::erase_if(slots_, [this](const SocketSlot& slot) { return slot.position <= look_begin_; });
  std::ranges::sort(slots_, {}, &SocketSlot::position);
  index_.clear();
  for (std::size_t place = 0; place < slots_.size(); ++place)
    index_.emplace(slots_[place].cookie, place);
}

void SocketSlots::renumber(std::size_t from, std::size_t to) {
  for (SocketSlot& slot : slots_)
    if (slot.use == SlotUse::watched && slot.listener == from) slot.listener = to;
}

std::size_t SocketSlots::count(SlotUse use) const {
  return static_cast<std::size_t>(std::ranges::count(slots_, use, &SocketSlot::use));
}

}  // namespace sockq
