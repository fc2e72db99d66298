#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "collectors/snapshot.h"
#include "exporters/conditions.h"
#include "exporters/event.h"
#include "exporters/overflow_burst.h"

namespace sockq {

/// Tells what happened from one snapshot to the next: listeners that came and went, bursts of
/// overflows, collectors that failed and work again,
/// findings that came and went. Bounded by the number of listeners watched.
/// Pure: time is passed in. Not for several threads.
class EventDetector {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// The events since the look before. At the first one nothing came: it was there.
  [[nodiscard]] Events look(const Snapshot& snapshot, TimePoint now);
  /// Ends the bursts that go on. Nothing is looked at after this.
  [[nodiscard]] Events finish();

 private:
  using Name = std::pair<std::string, ListenerName>;  ///< network namespace and listener
  struct Watched {
    Json fields;        ///< that name it
    bool open = false;  ///< has a socket
    std::uint64_t look = 0;
    OverflowBurst burst;
  };

  void look_at(const NamespaceView& view, TimePoint now, Events& events);
  void look_at(const std::string& netns, const Listener& listener, TimePoint now, Events& events);
  void forget_gone(const Snapshot& snapshot, Events& events);

  std::map<Name, Watched> listeners_;
  Conditions failures_;
  Conditions findings_;
  std::uint64_t looks_ = 0;
};

}  // namespace sockq
