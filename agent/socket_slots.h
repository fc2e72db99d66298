#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace sockq {

enum class SlotUse : std::uint8_t {
  fresh,     ///< seen for the first time
  watched,   ///< belongs to the listener of that number
  excluded,  ///< the user does not want its listener
  over_max,  ///< there are more listeners than are watched
};

/// What is remembered of one listening socket.
struct SocketSlot {
  std::uint64_t cookie = 0;
  std::uint32_t drops = 0;  ///< its sk_drops in the latest look
  SlotUse use = SlotUse::fresh;
  std::size_t listener = 0;    ///< where it is watched
  std::uint64_t position = 0;  ///< when it was last seen: counts up over all looks
};

/// Listening sockets from look to look, found by cookie. The kernel walks its tables in the same
/// order each time, so the next slot is nearly always the right one and no table is searched.
class SocketSlots {
 public:
  void begin_look();
  /// The slot of the look's next socket; it may be fresh. Valid until the next call. Where memory
  /// ends (std::bad_alloc) it is as if the call had not been.
  [[nodiscard]] SocketSlot& next(std::uint64_t cookie);
  /// Forgets the sockets that this look did not show.
  void end_look();
  /// Listener number `from` is number `to` from now on.
  void renumber(std::size_t from, std::size_t to);

  [[nodiscard]] std::size_t count(SlotUse use) const;

 private:
  std::size_t add(std::uint64_t cookie);

  std::vector<SocketSlot> slots_;
  std::unordered_map<std::uint64_t, std::size_t> index_;  ///< cookie -> place in slots_
  std::size_t cursor_ = 0;
  std::uint64_t position_ = 0;
  std::uint64_t look_begin_ = 0;
  bool changed_ = false;
};

}  // namespace sockq
