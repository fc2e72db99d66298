#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "agent/listener_look.h"
#include "agent/overflow_attribution.h"
#include "agent/socket_slots.h"
#include "agent/watched_listener.h"
#include "collectors/snapshot.h"

namespace sockq {

/// What is remembered of each listener from look to look: peaks, time full, its drops (also those
/// of sockets that have closed since), the overflows that are its own, and the listener itself for
/// a while after its last socket closed. Pure: time is passed in. Not safe for use by several
/// threads. A look at the same sockets as the one before allocates nothing; where memory ends, a
/// new socket is left out, nothing is lost of the others, and the next look finds it new.
class ListenerStore {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::minutes kRetention{5};

  struct Options {
    std::chrono::nanoseconds peak_window{std::chrono::seconds(60)};
    std::size_t most_listeners = 256;
    /// Of a longer time between two looks, this much counts: nobody knows of the rest.
    std::chrono::nanoseconds longest_gap{std::chrono::seconds(10)};
    /// Which listeners to watch, by address: "0.0.0.0:80", "/run/app.sock". All, where it is empty.
    std::function<bool(std::string_view address)> wanted = {};
  };

  ListenerStore() = default;
  explicit ListenerStore(Options options) : options_(std::move(options)) {}

  /// Takes in one look at all listening sockets, and the namespace's ListenOverflows read after it,
  /// where that is known.
  void update(std::span<const ListenSocket> sockets, std::optional<std::int64_t> listen_overflows,
              TimePoint now);
  /// The same for unix sockets, which no overflows are counted of.
  void update(std::span<const UnixListenSocket> sockets, TimePoint now);

  /// Every watched listener, ordered by name; one whose sockets have all closed has none.
  [[nodiscard]] std::vector<Listener> listeners() const;
  [[nodiscard]] ListenerTotals totals() const;
  /// When a watched queue was last seen to hold a connection.
  [[nodiscard]] std::optional<TimePoint> last_busy() const { return last_busy_; }

 private:
  template <class Socket>
  void look_at(std::span<const Socket> sockets, std::optional<std::int64_t> listen_overflows,
               TimePoint now);
  void begin_look();
  template <class Socket>
  void take_in(const Socket& socket);
  void end_look(TimePoint now);
  template <class Socket>
  [[nodiscard]] SocketSlot* slot_of(const Socket& socket);
  void place(SocketSlot& slot, ListenerName name);
  std::optional<std::size_t> watch(ListenerName name);
  [[nodiscard]] std::optional<std::size_t> longest_closed() const;
  void attribute(std::optional<std::int64_t> listen_overflows);
  void forget_closed(TimePoint now);
  void remove(std::size_t number);

  Options options_;
  // A listener has a number: its place in both vectors.
  std::map<ListenerName, std::size_t> numbers_;
  std::vector<ListenerLook> looks_;
  std::vector<WatchedListener> watched_;
  SocketSlots slots_;
  bool has_room_ = true;  ///< for one more listener, at the beginning of this look
  OverflowAttribution attribution_;
  std::vector<OverflowSuspect> suspects_;
  std::uint64_t others_rise_ = 0;       ///< of the drops of sockets that are not watched, this look
  std::uint64_t others_overflows_ = 0;  ///< attributed to sockets that are not watched
  std::optional<std::int64_t> listen_overflows_;
  std::optional<TimePoint> last_look_;
  std::optional<TimePoint> last_busy_;
};

}  // namespace sockq
