#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "agent/server/service.h"
#include "agent/server/stop.h"
#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// Waits for clients, for the patterns that accept in a blocking way. One thread; open it in the
/// process that uses it. Of several processes that wait at the same listeners, the kernel wakes
/// one (EPOLLEXCLUSIVE, epoll_ctl(2)).
class Acceptor {
 public:
  enum class Event { client, woken, stop };

  /// `wake` is a further descriptor to wait for, or -1.
  [[nodiscard]] static Result<Acceptor> open(std::span<const BoundListener> listeners,
                                             const StallSchedule& stalls, Stop& stop,
                                             int wake = -1);

  /// Blocks until there is a client, which is then in `client`, or `wake` is readable, or the stop
  /// is asked for. While there is no room, clients wait in the kernel's queue. Out of descriptors,
  /// it tries again 10 times a second.
  [[nodiscard]] Result<Event> next(UniqueFd& client, bool room = true);

 private:
  Acceptor(UniqueFd epoll, std::span<const BoundListener> listeners, const StallSchedule& stalls,
           Stop& stop, int wake);
  Result<Unit> watch(int fd, std::uint32_t events) const;
  Result<std::optional<Event>> await_client();
  Result<std::optional<Event>> accept_one(UniqueFd& client);
  std::optional<Event> rest(std::chrono::steady_clock::time_point until);

  UniqueFd epoll_;
  std::span<const BoundListener> listeners_;
  const StallSchedule* stalls_;
  Stop* stop_;
  int wake_;
  std::size_t turn_ = 0;  ///< the listener to ask next
};

}  // namespace sockq
