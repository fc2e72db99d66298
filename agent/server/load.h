#pragma once

#include <chrono>

#include "collectors/base/result.h"
#include "collectors/base/socket_address.h"

namespace sockq {

/// How often to send the target one GET on a new connection. A time of 0 turns that part off.
struct LoadOptions {
  SocketAddress target;
  std::chrono::nanoseconds interval{0};        ///< between single requests
  int burst = 0;                               ///< requests sent at once ...
  std::chrono::nanoseconds burst_interval{0};  ///< ... this far apart
};

/// Sends that load from now until `stop_fd` is readable or at its end, in the calling thread. Never
/// has more than 64 connections open (those over it are left out, not made up for), nor any for
/// more than 5 s. Connections that fail are no error.
[[nodiscard]] Result<Unit> run_load(const LoadOptions& options, int stop_fd);

}  // namespace sockq
