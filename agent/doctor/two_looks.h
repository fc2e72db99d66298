#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "collectors/snapshot.h"

namespace sockq {

/// The same network namespace twice. What the agent remembers (peaks, overflows) is in both.
struct TwoLooks {
  const NamespaceView& before;
  const NamespaceView& after;
  std::chrono::nanoseconds between;

  /// Rise of a counter, by the name of its metric; nothing where either look lacks it.
  [[nodiscard]] std::optional<std::uint64_t> rise(std::string_view metric) const;
  /// As of the look after.
  [[nodiscard]] std::optional<std::int64_t> value(std::string_view metric) const;
  [[nodiscard]] double per_second(std::uint64_t count) const;
};

/// One listener in both looks; one that is new is the same in both.
struct ListenerLooks {
  const TwoLooks& looks;
  const Listener& before;
  const Listener& after;

  /// Refusals of its full queue between the looks.
  [[nodiscard]] std::uint64_t overflows() const;
  [[nodiscard]] std::uint64_t drops() const;
  /// The highest length seen lately.
  [[nodiscard]] std::uint64_t peak() const;
  /// Lengths at which its queues would refuse, as a sum: limit + 1 of each socket.
  [[nodiscard]] std::uint64_t capacity() const;
  /// It refused, or was full, or held half of what it may lately.
  [[nodiscard]] bool under_pressure() const;
  /// Clients are hurt now: refused, or they wait too long.
  [[nodiscard]] bool hurts_clients() const;
};

/// A client that waited this long has sent its SYN again already where it was refused
/// (TCP_TIMEOUT_INIT, include/net/tcp.h; RFC 6298).
inline constexpr std::chrono::seconds kTooLong{1};

}  // namespace sockq
