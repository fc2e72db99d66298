#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "collectors/listener.h"
#include "exporters/event.h"

namespace sockq {

/// Follows one listener from look to look and tells when a burst of overflows begins and ends. A
/// burst ends when nothing was refused for kQuiet: clients try again after 1, 3 and 7 seconds. Of
/// listeners that no overflows are counted of, unix sockets, it is the time in which their queue
/// was full. Pure.
class OverflowBurst {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kQuiet{5};

  /// Takes in a look; `fields` name the listener.
  void look(const Listener& listener, const Json& fields, TimePoint now, Events& events);
  /// Ends a burst that goes on: the listener is not looked at any more.
  void finish(const Json& fields, Events& events);

 private:
  /// What only ever rises.
  struct Counts {
    std::optional<std::uint64_t> overflows;  ///< absent where none are counted
    std::uint64_t drops = 0;
    std::chrono::nanoseconds full_time{0};
  };
  struct Burst {
    Counts before;  ///< at the look before it began
    TimePoint began{};
    TimePoint latest{};  ///< when something was last refused
    std::uint64_t peak = 0;
    std::uint64_t limit = 0;
  };

  [[nodiscard]] static Counts counts_of(const Listener& listener);
  [[nodiscard]] static bool refused(const Counts& before, const Counts& now);

  Counts latest_;
  std::optional<Burst> burst_;
};

}  // namespace sockq
