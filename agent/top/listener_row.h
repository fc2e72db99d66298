#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "agent/top/minute_history.h"
#include "agent/top/rate_window.h"
#include "collectors/listener.h"

namespace sockq {

/// What several looks tell of a listener.
struct ListenerTrend {
  RateWindow drops;
  RateWindow overflows;
  MinuteHistory fill;
  std::uint64_t look = 0;  ///< the latest that it was in
};

/// How bad it is, the worst first.
enum class Trouble : std::uint8_t {
  refuses,    ///< a queue is full now
  overflows,  ///< one was, within the last 5 s
  near,       ///< three quarters full
  waits,
  quiet,
  closed,  ///< its sockets are gone
};

/// One listener of a look. Borrows from the model that made it.
struct ListenerRow {
  const std::string* key = nullptr;  ///< tells it from all others
  const std::string* netns = nullptr;
  const Listener* listener = nullptr;
  const ListenerTrend* trend = nullptr;
  Trouble trouble = Trouble::quiet;
};

[[nodiscard]] Trouble trouble_of(const Listener& listener, const ListenerTrend& trend);

/// What the rows are ordered by.
enum class RowOrder : std::uint8_t { trouble, fill, length, wait, drops, overflows, name };

inline constexpr std::size_t kRowOrders = 7;

[[nodiscard]] const char* order_name(RowOrder order);

/// Whether `left` comes first. Equal rows are in the order of their names, so that they stay where
/// they are.
[[nodiscard]] bool comes_before(const ListenerRow& left, const ListenerRow& right, RowOrder order);

/// "" of one namespace, or "blue "; "mptcp " where it is; and its address: of any bytes.
[[nodiscard]] std::string row_name(const ListenerRow& row);

/// The process, or what else is known of the owner; "" where nothing is. Of any bytes.
[[nodiscard]] std::string owner_name(const Listener& listener);

}  // namespace sockq
