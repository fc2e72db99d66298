#pragma once

#include <span>

#include "collectors/base/listen_socket.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// What one accept4(2) brought.
struct Accepted {
  enum class Outcome {
    client,
    nobody,   ///< nobody waits
    again,    ///< that client was gone, or a signal came: there may be others
    starved,  ///< clients wait, and the process or host is out of descriptors or memory
    closed,   ///< the socket no longer listens
  };

  Outcome outcome = Outcome::nobody;
  UniqueFd client;  ///< non-blocking, close-on-exec
};

[[nodiscard]] Accepted accept_client(const BoundListener& listener);

/// Refuses all clients from now on, also those in the queue, and in every process that shares the
/// sockets.
void stop_listening(std::span<const BoundListener> listeners);

}  // namespace sockq
