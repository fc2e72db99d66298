#pragma once

#include <span>
#include <vector>

#include "agent/server/options.h"
#include "agent/server/stall_schedule.h"
#include "collectors/base/listen_socket.h"

namespace sockq {

/// Listening sockets, one an address.
using Listeners = std::vector<BoundListener>;

/// What a pattern serves. Borrowed for as long as it runs.
struct Service {
  const ServerOptions& options;
  const StallSchedule& stalls;
  std::size_t workers;                   ///< 1 or more
  std::span<const Listeners> listeners;  ///< of each worker process, or one set that all share

  [[nodiscard]] std::span<const BoundListener> listeners_of(std::size_t worker) const {
    return listeners[worker % listeners.size()];
  }
};

}  // namespace sockq
