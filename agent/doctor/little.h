#pragma once

#include <optional>
#include <string>

#include "agent/doctor/two_looks.h"

namespace sockq {

/// Little's law on an accept queue: length = rate x wait. The length and the wait of the oldest are
/// known, so the rate at which the program accepts follows (J. D. C. Little, 1961).
struct Little {
  double served_per_second = 0;  ///< length / oldest wait
  double seconds_if_full = 0;    ///< that a client would wait behind a full queue
};

/// Nothing where nobody waits or the wait is not known.
[[nodiscard]] std::optional<Little> littles_law(const Listener& listener);

/// The same in words, with the rate at which clients come where it is known: connections that were
/// completed in this namespace, and refusals.
[[nodiscard]] std::string little_words(const ListenerLooks& listener, const Little& little);

}  // namespace sockq
