#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "collectors/connection_group.h"

namespace sockq {

/// Turns the counters of single connections, which end with them, into the rise of their groups
/// from sweep to sweep, which may be added up for ever. Only connections whose counters are not all
/// 0 are remembered, and of those at most `most`: beyond that, every second, fourth, eighth ... by
/// its cookie, each of which then counts for as many. Pure; not for several threads.
class CounterRises {
 public:
  explicit CounterRises(std::size_t most = 32'768) : most_(most) {}

  /// A sweep begins, perhaps anew after one that was not completed.
  void begin();

  /// A connection of `group`, which must stay where it is until finish().
  void see(std::uint64_t cookie, const ConnectionCounters& counters, ConnectionGroup& group);

  /// The sweep is complete: adds what rose since the last complete one to the groups. The first
  /// sweep of all gives no rise: what came before nobody watched.
  void finish();

  /// Part of the connections with counters that is remembered: 1, 1/2, 1/4, ...
  [[nodiscard]] double followed() const {
    return 1.0 / static_cast<double>(std::uint64_t{1} << halvings_);
  }

 private:
  struct Seen {
    std::uint64_t cookie;
    ConnectionCounters counters;
    ConnectionGroup* group;  ///< of the running sweep only
  };

  [[nodiscard]] bool follows(std::uint64_t cookie, unsigned halvings) const;
  void halve();

  std::size_t most_;
  unsigned halvings_ = 0;
  bool watched_before_ = false;
  unsigned halvings_before_ = 0;
  std::vector<Seen> before_;  ///< in the last complete sweep, by cookie
  std::vector<Seen> now_;
};

}  // namespace sockq
