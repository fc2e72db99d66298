#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "agent/server/load/latency_histogram.h"
#include "agent/server/load/schedule.h"
#include "agent/server/protocol/request.h"
#include "collectors/base/result.h"
#include "collectors/base/socket_address.h"

namespace sockq {

struct LoadOptions {
  SocketAddress target;
  /// An open loop: requests are due at fixed times, and wait their turn where too many are open.
  ScheduleOptions schedule{};
  /// Not 0: a closed loop instead, of so many clients, each of which asks again once it is
  /// answered.
  std::size_t concurrency = 0;
  std::uint64_t requests = 0;  ///< at most so many; 0: no such limit
  bool keep_alive = false;     ///< connections are used again
  Framing framing = Framing::http;
  std::chrono::nanoseconds timeout{std::chrono::seconds(5)};  ///< of a request, since it was due
  std::size_t most_open = 64;                                 ///< connections
  std::size_t read_rate =
      0;  ///< bytes a second that each client reads of an answer; 0: all at once
};

/// What came of it. Times are since the request was due, so that waiting for the turn counts.
struct LoadResult {
  std::chrono::nanoseconds elapsed{0};
  std::uint64_t due = 0;
  std::uint64_t answered = 0;
  std::uint64_t refused = 0;    ///< nobody listens; of a unix socket, its queue was full
  std::uint64_t reset = 0;      ///< the connection ended before the whole answer
  std::uint64_t timed_out = 0;  ///< those that never had their turn included
  std::uint64_t failed = 0;     ///< the answer made no sense, or this host could not even ask
  std::uint64_t errors = 0;     ///< of those answered: HTTP status 400 or above
  std::uint64_t connections = 0;
  std::uint64_t syn_retried = 0;  ///< connections whose SYN went out more than once
  std::uint64_t bytes = 0;        ///< of answers
  LatencyHistogram connect;       ///< of requests that had a new connection
  LatencyHistogram first_byte;
  LatencyHistogram total;  ///< of those answered

  [[nodiscard]] std::uint64_t ended() const {
    return answered + refused + reset + timed_out + failed;
  }
};

/// Now and then, while a load runs.
using LoadProgress = std::function<void(const LoadResult& so_far)>;

/// Sends that load in the calling thread, until all that was due has ended, or `stop_fd` is
/// readable or at its end. Requests that fail are no error.
[[nodiscard]] Result<LoadResult> run_load(const LoadOptions& options, int stop_fd,
                                          const LoadProgress& progress = {});

}  // namespace sockq
