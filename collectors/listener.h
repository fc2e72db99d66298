#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collectors/connection_group.h"
#include "collectors/endpoint.h"
#include "collectors/fill_histogram.h"
#include "collectors/listener_name.h"
#include "collectors/owner.h"
#include "collectors/unix_name.h"

namespace sockq {

/// One socket in LISTEN, as sock_diag(7) shows it. Its queue is counted in connections.
struct ListenSocket {
  Endpoint local;                      ///< of unix sockets: none
  std::uint64_t cookie = 0;            ///< names this socket for as long as the host is up
  std::uint32_t queue_length = 0;      ///< idiag_rqueue (net/ipv4/tcp_diag.c)
  std::uint32_t queue_limit = 0;       ///< idiag_wqueue: min(backlog, somaxconn) at listen()
  std::optional<std::uint32_t> drops;  ///< SK_MEMINFO_DROPS; wraps at 2^32; unix sockets have none
  std::uint32_t uid = 0;
  std::uint32_t inode = 0;
  std::uint64_t cgroup_id = 0;  ///< 0 where the kernel does not say
  Protocol protocol = Protocol::tcp;
};

/// One unix socket in LISTEN; its length and limit are udiag_rqueue and udiag_wqueue
/// (net/unix/diag.c).
struct UnixListenSocket {
  ListenSocket socket;
  UnixName name;
};

/// What every socket in LISTEN has, whatever its protocol.
[[nodiscard]] inline const ListenSocket& queue_of(const ListenSocket& socket) { return socket; }
[[nodiscard]] inline const ListenSocket& queue_of(const UnixListenSocket& socket) {
  return socket.socket;
}

[[nodiscard]] ListenerName listener_name(const ListenSocket& socket);
[[nodiscard]] ListenerName listener_name(const UnixListenSocket& socket);

/// A queue refuses when it holds more than its limit (sk_acceptq_is_full, include/net/sock.h).
[[nodiscard]] constexpr bool is_full(std::uint32_t length, std::uint32_t limit) {
  return length > limit;
}

/// Part of the queue in use: 1 is full.
[[nodiscard]] constexpr double fill_ratio(std::uint32_t length, std::uint32_t limit) {
  return static_cast<double>(length) / (static_cast<double>(limit) + 1.0);
}

/// What only looking again and again can tell of a listener, since sockq first saw it.
struct ListenerHistory {
  std::uint64_t peak = 0;  ///< highest queue_length of the last window
  FillHistogram fill;      ///< one observation a look, of fullest_ratio
  std::chrono::nanoseconds full_time{0};
  /// Of the namespace's ListenOverflows, those attributed to it; of no meaning without drops.
  std::uint64_t overflows = 0;
};

/// How far the sockets of one listener are apart.
struct QueueSpread {
  std::uint32_t smallest_limit = 0;
  std::uint32_t largest_limit = 0;
  std::uint32_t shortest = 0;
  std::uint32_t longest = 0;

  void add(const ListenSocket& socket, bool is_first) {
    if (is_first) {
      *this = {socket.queue_limit, socket.queue_limit, socket.queue_length, socket.queue_length};
      return;
    }
    smallest_limit = std::min(smallest_limit, socket.queue_limit);
    largest_limit = std::max(largest_limit, socket.queue_limit);
    shortest = std::min(shortest, socket.queue_length);
    longest = std::max(longest, socket.queue_length);
  }
};

/// All sockets of one name, as one: SO_REUSEPORT makes several of one address, and several unix
/// sockets have one path where it was removed and bound again.
struct Listener : ListenerName {
  std::uint32_t sockets = 0;
  std::uint64_t queue_length = 0;  ///< sum over the sockets
  std::uint64_t queue_limit = 0;   ///< sum over the sockets
  double fullest_ratio = 0;        ///< fill_ratio of the fullest socket
  bool full = false;               ///< some socket's queue is full
  QueueSpread spread;
  std::optional<std::uint64_t> drops;          ///< absent where the kernel counts none
  std::optional<ListenerHistory> history;      ///< absent where there was one look only
  std::optional<ConnectionGroup> connections;  ///< absent where they were not looked at
  /// Age of the oldest connection that waits for accept(), 0 where none waits; absent where that
  /// was not looked at.
  std::optional<std::chrono::milliseconds> oldest_wait;
  std::shared_ptr<const Owner> owner;  ///< null where nothing is known of it
};

/// Adds one more of its sockets to a listener: all but the drops, which need a history.
void add_socket(Listener& listener, const ListenSocket& socket);

/// Gives each listener its owner.
void put_owners(std::span<Listener> listeners, const Owners& owners);

/// One listener a name, ordered by port and address. Drops are those of the open sockets.
[[nodiscard]] std::vector<Listener> fold_listeners(std::span<const ListenSocket> sockets);
[[nodiscard]] std::vector<Listener> fold_listeners(std::span<const UnixListenSocket> sockets);

}  // namespace sockq
