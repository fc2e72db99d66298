#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sockq {

/// The fullest that a listener's queue was seen in this look and the one before.
enum class QueueSeen : std::uint8_t { empty, waiting, full };

/// A listener in one look, as the attribution sees it.
struct OverflowSuspect {
  std::uint64_t drops_rise = 0;  ///< of its sk_drops since the look before
  QueueSeen seen = QueueSeen::empty;
  std::uint64_t overflows = 0;  ///< out: what is attributed to it
};

/// Tells which listeners the namespace's ListenOverflows belong to. Every overflow adds 1 or more
/// to the sk_drops of its listener (tcp_v4_syn_recv_sock and tcp_conn_request, net/ipv4), so the
/// rise belongs to listeners whose drops rose, at most as much as they rose: first to those seen
/// full, then to the others. Where there are several it is shared in proportion.
///
/// The counter is read after the listeners, so it may be ahead of them: what finds no listener
/// waits for one more look before it counts as unattributed. Pure; not for several threads.
class OverflowAttribution {
 public:
  /// One look: the counter's rise since the look before, and the listeners whose drops rose.
  void attribute(std::uint64_t rise, std::span<OverflowSuspect> suspects);

  /// Forget what waits: there was no look before.
  void restart() { waiting_ = 0; }

  [[nodiscard]] std::uint64_t shared() const { return shared_; }
  [[nodiscard]] std::uint64_t unattributed() const { return unattributed_; }

 private:
  std::uint64_t give(std::uint64_t overflows, QueueSeen seen, std::span<OverflowSuspect> suspects);

  std::uint64_t waiting_ = 0;
  std::uint64_t shared_ = 0;
  std::uint64_t unattributed_ = 0;
};

}  // namespace sockq
